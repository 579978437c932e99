import Testing
import TextFormats

@Suite struct CalendarDayTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1970-12-31", 364), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
    ("2026-11-23", 20_780), ("1969-12-31", -1), ("2100-03-01", 47_541),
  ])
  func number(text: String, number: Int) {
    #expect(CalendarDay(text)?.number == number)
  }

  @Test(arguments: [
    "2026-13-01", "2026-00-01", "2026-02-30", "2025-02-29", "2100-02-29", "2026-1-01", "2026-01-00",
    "2026/01/01", "tomorrow", "", "٢٠٢٦-٠١-٠١",
  ])
  func none(text: String) {
    #expect(CalendarDay(text) == nil)
  }
}
