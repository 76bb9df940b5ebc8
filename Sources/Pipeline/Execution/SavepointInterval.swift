/// How often a stage that is at work writes its savepoint. It does not act on results.
public enum SavepointInterval: Hashable, Sendable {
  /// After so much time, and when the run is told to end.
  case time(Duration)
  /// After so many units of the stage's work, such as steps, and when the run is told to end: for tests, which
  /// must not depend on speed.
  case units(Int)
  /// Never. A savepoint that is there is used all the same.
  case never

  /// Every three minutes: what a crash costs at most.
  public static let standard = SavepointInterval.time(.seconds(180))
}
