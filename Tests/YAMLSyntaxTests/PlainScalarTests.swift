import Testing

@testable import YAMLSyntax

/// Psych's types of plain scalars: the text and the kind, from psych 5.2.3's scalar scanner.
@Suite struct PlainScalarTests {
  @Test(arguments: [
    ("", NodeKind.null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null),
    ("nil", .string), ("yes", .bool), ("No", .bool), ("TRUE", .bool), ("off", .bool),
    ("on", .bool), ("y", .string), ("n", .string), ("truest", .string),
    ("hello world", .string), ("$T", .string), ("latest", .string), ("-", .string),
    ("2024-01-31", .date), ("2024-1-5", .date), ("2024-02-30", .date), ("2024-13-01", .string),
    ("2024-01-32", .string), ("-2024-01-01", .string), ("2024-01-01 10:00:00", .time),
    ("2024-01-01T10:00:00Z", .time), ("2024-01-01T10:00:00.5 +02:00", .time),
    ("2024-01-01T10:00", .string), (".inf", .float), ("+.inf", .float), ("-.INF", .float),
    (".nan", .float), ("+.nan", .string), (":latest", .symbol), (":", .string),
    ("12:30", .int), ("12:30:45", .int), ("1:2", .int), ("12:60", .string),
    ("12:30.5", .float), ("1.5", .float), ("1.", .float), (".5", .float), ("1.5e+10", .float),
    ("1.5e10", .string), ("1e10", .string), (".", .string), ("+.", .string), ("1.2.3", .string),
    ("0", .int), ("017", .int), ("08", .string), ("0o17", .string), ("0x1F", .int),
    ("0xZZ", .string), ("0b101", .int), ("0b12", .string), ("1_000", .int), ("1,234", .int),
    ("1_", .string), ("1__0", .string), ("-7", .int), ("+7", .int), ("--7", .string),
    ("12345678901234567890123456789012", .int), ("00000000000000000000000000000000", .int),
    ("01234567890123456789012345678901", .string),
    ("12345678e01234567890123456789012", .string), ("0b111111111111111111111111111111", .int),
    ("a1b2c3d4e5f60718293a4b5c6d7e8f90", .string), ("3.14,0", .string), ("1,0.5", .float),
  ])
  func kind(text: String, kind: NodeKind) {
    #expect(PlainScalar.kind(of: Array(text.utf8)[...]) == kind)
  }

  @Test(arguments: [
    ("0", "0"), ("017", "15"), ("0x1F", "31"), ("0b101", "5"), ("1_000", "1000"),
    ("1,234", "1234"), ("-0x10", "-16"), ("12:30", "45000"), ("12:30:45", "45045"),
    ("1:2", "3720"), ("00000000000000000000000000000000", "0"), ("+7", "7"), ("-0", "0"),
    ("12345678901234567890123456789012", "12345678901234567890123456789012"),
    ("07777777777777777777777777777777", "9903520314283042199192993791"),
    ("0xffffffffffffffffffffffff", "79228162514264337593543950335"),
  ])
  func integerValue(text: String, decimal: String) {
    #expect(IntegerText.decimal(of: Array(text.utf8)[...]) == decimal)
  }
}
