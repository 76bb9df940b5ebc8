import Settings
import Testing

@Suite("Parameters that are only looked at")
struct ObservedParametersTests {
  @Test("are left out of a record's configuration")
  func configuration() throws {
    var settings = try Preset.named("fig4").settings
    let usual = settings.configuration
    try SettingKey.apply(["grid=7", "log_interval=3", "margin=0.5", "scan=all"], to: &settings)
    #expect(settings.configuration == usual)
    try SettingKey.apply(["steps=3"], to: &settings)
    #expect(settings.configuration != usual)
  }
}
