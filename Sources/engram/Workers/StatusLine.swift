import Foundation
import Pipeline

/// Standard error as a place for a line that keeps changing, between others that stay.
struct StatusLine {
  /// Whether lines can be overwritten there.
  let isTerminal = isatty(STDERR_FILENO) != 0
  private var isOpen = false

  /// Replaces the line that keeps changing, cut to the width of the terminal.
  mutating func rewrite(_ text: String) {
    write("\r\u{1B}[K\(text.prefix(Self.columns - 1))")
    isOpen = true
  }

  /// Writes a line that stays.
  mutating func line(_ text: String) {
    write((isOpen ? "\r\u{1B}[K" : "") + text + "\n")
    isOpen = false
  }

  /// Ends an unfinished line, so that a message can follow.
  mutating func close() {
    if isOpen { write("\n") }
    isOpen = false
  }

  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
    return Int(size.ws_col)
  }

  /// What cannot be shown is no reason to stop.
  private func write(_ text: String) { try? Descriptor.write(text, to: STDERR_FILENO) }
}
