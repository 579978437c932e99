package import Files

extension PrivateFolder: FetchStore {}
