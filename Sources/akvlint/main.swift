print("akvlint")
