import Tables
import Testing

@Suite("Tables of query results")
struct ResultTableTests {
  @Test("a text stays in its line and commands no terminal; CSV and JSON tell it as it is")
  func text() {
    let result = ResultTable(
      columns: ["run", "n"],
      rows: [[.text("a\tb\r\nc \u{1B}[31m\u{9B}2J é 🇨🇭"), .integer(1)], [.null, .integer(20)]])
    #expect(
      result.text == """
        run                  n
        ------------------  --
        a b c �[31m�2J é 🇨🇭   1
                            20

        """)
    #expect(result.csv.contains("\u{1B}[31m"))
    #expect(result.json.contains("\\u001b[31m"))
  }
}
