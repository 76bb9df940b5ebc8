/// The message of the error that `body` throws; "accepted" if it throws none.
package func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "accepted"
  } catch { return "\(error)" }
}
