package import AccessPrediction
package import TextFormats

/// Predictions as a table: a row for each job with Azure secrets, a column for each scenario.
package struct PredictionTable {
  private struct Cell: Hashable {
    var text: String
    var style: TerminalText.Style
    /// The attention that it needs: failures most.
    var rank: Int
  }

  /// A row: a job, or several with the same verdicts.
  private struct Row {
    var jobs: [String]
    /// By the scenario; nil where nothing is predicted.
    var cells: [Cell?]

    /// The first jobs that have these verdicts, and the number of the others.
    var name: String {
      let shown = TerminalText.sanitised(jobs[0])
      return jobs.count == 1 ? shown : "\(shown) and \(jobs.count - 1) more"
    }
  }

  /// Tables of more jobs show failures first, and jobs with the same verdicts as one row.
  private static let listedJobs = 30

  private let predictions: [Prediction]
  /// The places of the predictions that are shown.
  private let concerned: [Int]
  /// Their verdicts.
  private let verdicts: [Verdict?]
  private let text: TerminalText
  private let jobs: [String]
  private let scenarios: [String]
  private let rows: [Row]
  /// By the scenario.
  private let columnWidths: [Int]

  /// The table, with the reasons below it.
  ///
  /// - Parameters:
  ///   - result: The predictions for the pipeline.
  ///   - predictions: Those of its predictions that are shown.
  ///   - text: The writer of the terminal; a wider table is folded.
  ///   - showsAll: Whether each job has a row of its own, in the order of the pipeline.
  /// - Returns: The text, with a line break at its end.
  package static func render(
    _ result: PipelinePredictions,
    _ predictions: [Prediction],
    _ text: TerminalText,
    showsAll: Bool = false
  ) -> String {
    let table = Self(predictions, text, showsAll: showsAll)
    let notes = PredictionNotes.render(result, text)
    guard !table.jobs.isEmpty else { return PredictionNotes.nothing(result) + notes }
    return table.table() + table.reasons() + table.summary() + notes
  }

  private init(_ predictions: [Prediction], _ text: TerminalText, showsAll: Bool) {
    self.text = text
    self.predictions = predictions
    concerned = Self.concerned(predictions)
    var jobs = TextIndices()
    var scenarios = TextIndices()
    var rows: [Row] = []
    var widths: [Int] = []
    var verdicts: [Verdict?] = []
    verdicts.reserveCapacity(concerned.count)
    var cells = CellCache()
    for place in concerned {
      // Copying predictions and verdicts is slow, so that is done once.
      let prediction = predictions[place]
      let verdict = prediction.verdict
      verdicts.append(verdict)
      let label = prediction.label
      let row = jobs.index(of: label)
      let column = scenarios.index(of: prediction.scenario)
      if row == rows.count { rows.append(Row(jobs: [label], cells: [])) }
      if column == widths.count { widths.append(TerminalText.width(of: scenarios.texts[column])) }
      while rows[row].cells.count <= column { rows[row].cells.append(nil) }
      let (cell, width) = cells.cell(verdict, prediction.runs)
      rows[row].cells[column] = cell
      widths[column] = max(widths[column], width)
    }
    self.verdicts = verdicts
    self.jobs = jobs.texts
    self.scenarios = scenarios.texts
    self.rows = showsAll || rows.count <= Self.listedJobs ? rows : Self.grouped(rows)
    columnWidths = widths
  }

  /// The places of the predictions for jobs that have a verdict in one scenario at least.
  private static func concerned(_ predictions: [Prediction]) -> [Int] {
    var jobs = TextIndices()
    var isConcerned: [Bool] = []
    let rows = predictions.map { prediction in
      let row = jobs.index(of: prediction.label)
      if row == isConcerned.count { isConcerned.append(false) }
      if prediction.hasVerdict { isConcerned[row] = true }
      return row
    }
    return predictions.indices.filter { isConcerned[rows[$0]] }
  }

  /// The rows with the worst first, those with the same verdicts as one.
  private static func grouped(_ rows: [Row]) -> [Row] {
    var places: [[Cell?]: Int] = [:]
    var groups: [Row] = []
    for row in rows {
      // Most rows are like one of the first, and comparing cells is quicker than hashing them.
      let early = groups.prefix(4).firstIndex { $0.cells == row.cells }
      if let place = early ?? places[row.cells] {
        groups[place].jobs += row.jobs
      } else {
        places[row.cells] = groups.count
        groups.append(row)
      }
    }
    let ranks = groups.map { $0.cells.compactMap { $0?.rank }.max() ?? 0 }
    // Swift's sort keeps the order of equals.
    return groups.indices.sorted { ranks[$0] > ranks[$1] }.map { groups[$0] }
  }

  /// The cells so far: a table has few different ones.
  private struct CellCache {
    private struct Key: Equatable {
      var answer: Verdict.Answer?
      var code: String?
      var stage: Verdict.Stage?
      var runs: RunDecision.Answer
    }

    private var known: [(key: Key, cell: Cell, width: Int)] = []

    /// The cell of a prediction, and its width.
    mutating func cell(_ verdict: Verdict?, _ runs: RunDecision.Answer) -> (Cell, Int) {
      let key = Key(answer: verdict?.answer, code: verdict?.code, stage: verdict?.stage, runs: runs)
      if let same = known.first(where: { $0.key == key }) { return (same.cell, same.width) }
      let cell = Self.make(verdict, runs)
      let width = TerminalText.width(of: cell.text)
      known.append((key, cell, width))
      return (cell, width)
    }

    private static func make(_ verdict: Verdict?, _ runs: RunDecision.Answer) -> Cell {
      guard let verdict else { return Cell(text: "\u{2013}", style: .dim, rank: 0) }
      let maybe = runs == .maybe ? " (maybe)" : ""
      switch verdict.answer {
      case .works: return Cell(text: "\u{2713}\(maybe)", style: .green, rank: 1)
      case .unknown: return Cell(text: "?\(maybe)", style: .yellow, rank: 2)
      case .fails:
        let code = verdict.code == "secrets_provider_not_found" ? "no provider" : verdict.code
        return Cell(
          text: "\u{2717} \(code ?? verdict.stage.rawValue)\(maybe)",
          style: .red,
          rank: 3
        )
      }
    }
  }

  // MARK: The table

  private func table() -> String {
    let names = rows.map(\.name)
    let nameWidth = ([3] + names.map { TerminalText.width(of: $0) }).max() ?? 3
    var result = ""
    for band in bands(nameWidth) {
      result += text.styled(TerminalText.padded("job", to: nameWidth), .bold)
      for column in band {
        result +=
          "  "
          + text.styled(TerminalText.padded(scenarios[column], to: columnWidths[column]), .bold)
      }
      result += "\n"
      for (row, name) in zip(rows, names) {
        result += TerminalText.padded(name, to: nameWidth)
        for column in band {
          guard column < row.cells.count, let cell = row.cells[column] else { continue }
          result +=
            "  " + text.styled(TerminalText.padded(cell.text, to: columnWidths[column]), cell.style)
        }
        result += "\n"
      }
      result += "\n"
    }
    return Self.withoutTrailingSpaces(result)
  }

  /// The columns, as many in a band as fit.
  private func bands(_ nameWidth: Int) -> [[Int]] {
    var bands: [[Int]] = [[]]
    var used = nameWidth
    for column in scenarios.indices {
      let needed = columnWidths[column] + 2
      if used + needed > text.width, bands.last?.isEmpty == false {
        bands.append([])
        used = nameWidth
      }
      bands[bands.count - 1].append(column)
      used += needed
    }
    return bands
  }

  private static func withoutTrailingSpaces(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    func trim() {
      while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
    }
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n") { trim() }
      bytes.append(byte)
    }
    trim()
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Below the table

  /// The reasons of bad verdicts.
  private struct Reason: Hashable {
    let answer: Verdict.Answer
    let code: String?
    let text: String

    init(_ verdict: Verdict) {
      answer = verdict.answer
      code = verdict.code
      text = verdict.reason
    }

    var line: String {
      let mark = answer == .fails ? "\u{2717}" : "?"
      return "\(mark) \(code.map { "\($0): " } ?? "")\(text)"
    }
  }

  /// The maximum number of cells that are named below a reason.
  private static let namedCells = 4

  /// Each reason once, with the cells that it is about.
  private func reasons() -> String {
    var order: [(reason: Reason, named: [String], count: Int)] = []
    var places: [Reason: Int] = [:]
    for (index, verdict) in zip(concerned, verdicts) {
      guard let verdict, verdict.answer != .works else { continue }
      let reason = Reason(verdict)
      // Most jobs fail for the reason of the one before.
      let isLast = order.last.map { $0.reason == reason } ?? false
      let place = isLast ? order.count - 1 : places[reason] ?? order.count
      if place == order.count {
        places[reason] = place
        order.append((reason, [], 0))
      }
      order[place].count += 1
      if order[place].named.count < Self.namedCells {
        order[place].named.append("\(predictions[index].job)@\(predictions[index].scenario)")
      }
    }
    return order.map { reason, named, count in
      let shown = named.joined(separator: ", ")
      let more = count > named.count ? " and \(count - named.count) more" : ""
      return text.folded(TerminalText.sanitised(reason.line), indent: 2) + "\n  "
        + TerminalText.sanitised(shown + more) + "\n"
    }.joined() + (order.isEmpty ? "" : "\n")
  }

  private func summary() -> String {
    let works = verdicts.count { $0?.answer == .works }
    let fails = verdicts.count { $0?.answer == .fails }
    let unknown = verdicts.count { $0?.answer == .unknown }
    return "\(Noun.count(jobs.count, "job")): \(works) \(works == 1 ? "works" : "work"), "
      + "\(fails) \(fails == 1 ? "fails" : "fail"), \(unknown) unknown "
      + "(--explain JOB@SCENARIO shows why)\n"
      + (rows.count < jobs.count ? "--all shows a row for each job\n" : "")
      + (concerned.contains { PredictionRemedy.isCredential(predictions[$0]) }
        ? "akvlint credentials plans the federated credentials that are missing\n" : "")
  }
}
