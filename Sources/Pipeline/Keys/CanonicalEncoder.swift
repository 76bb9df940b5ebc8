import Foundation

/// Turns any `Encodable` value into its canonical form, of which keys are made.
///
/// Rules beyond those of `CanonicalValue`: fields that are nil are left out, so an optional field may
/// be added without changing keys. Sets and dictionaries are recognized wherever they stand, because
/// `Codable` alone would write them in the order of the hash table, which differs from process to
/// process.
enum CanonicalEncoder {
  /// The canonical form of `value`.
  ///
  /// Throws `invalidConfiguration` for NaN, naming the field, and what `value` itself throws.
  static func value(of value: some Encodable) throws -> CanonicalValue {
    try canonical(value, at: [])
  }

  /// The fields of `value`, their paths beginning with `root`.
  static func fields(of value: some Encodable, at root: String) throws -> [PreimageField] {
    try self.value(of: value).fields(at: root)
  }

  fileprivate static func canonical<Value: Encodable>(
    _ value: Value, at path: [any CodingKey]
  ) throws -> CanonicalValue {
    switch value {
    case let value as Bool: return .boolean(value)
    case let value as any FixedWidthInteger: return .integer(decimal(value))
    case let value as Float:
      try refuseNaN(value, at: path)
      return .float32(value)
    case let value as Double:
      try refuseNaN(value, at: path)
      return .float64(value)
    case let value as String: return .string(value)
    case let value as Data: return .bytes(value)
    case let value as Fingerprint: return .fingerprint(value)
    case let value as any UnorderedCollection:
      return try value.canonicalValue { try canonical($0, at: path) }
    default:
      let slot = Slot()
      try value.encode(to: ValueEncoder(slot: slot, codingPath: path))
      return slot.value
    }
  }

  private static func decimal(_ value: some FixedWidthInteger) -> String { String(value) }

  private static func refuseNaN(_ value: some FloatingPoint, at path: [any CodingKey]) throws {
    guard value.isNaN else { return }
    let place = path.map(\.stringValue).joined(separator: ".")
    throw PipelineError(
      .invalidConfiguration,
      "the configuration holds NaN" + (place.isEmpty ? "" : " in field '\(place)'"),
      advice: "give that field a number, NaN equals nothing and so cannot be part of a key")
  }
}

/// A collection that `Codable` writes in an order that differs from process to process.
private protocol UnorderedCollection {
  func canonicalValue(
    _ canonical: (any Encodable) throws -> CanonicalValue
  ) throws -> CanonicalValue
}

extension Set: UnorderedCollection where Element: Encodable {
  func canonicalValue(
    _ canonical: (any Encodable) throws -> CanonicalValue
  ) throws -> CanonicalValue {
    .set(try map(canonical))
  }
}

extension Dictionary: UnorderedCollection where Key: Encodable, Value: Encodable {
  func canonicalValue(
    _ canonical: (any Encodable) throws -> CanonicalValue
  ) throws -> CanonicalValue {
    // An entry that is nil is kept: unlike an absent field, an absent entry says something else.
    if let named = self as? [String: Value] { return .object(try named.mapValues(canonical)) }
    return .map(try map { (key: try canonical($0.key), value: try canonical($0.value)) })
  }
}

/// The place of a value that is being encoded.
private final class Slot {
  private enum Content {
    case empty
    case leaf(CanonicalValue)
    case object([String: Slot])
    case array([Slot])
  }

  private var content = Content.empty

  init() {}

  init(_ value: CanonicalValue) { content = .leaf(value) }

  /// What was encoded so far. A type that encodes nothing at all is an object without fields.
  var value: CanonicalValue {
    switch content {
    case .empty: .object([:])
    case .leaf(let value): value
    case .object(let members): .object(members.mapValues(\.value))
    case .array(let elements): .array(elements.map(\.value))
    }
  }

  var count: Int {
    if case .array(let elements) = content { elements.count } else { 0 }
  }

  func set(_ value: CanonicalValue) { content = .leaf(value) }

  func becomeObject() {
    if case .object = content { return }
    content = .object([:])
  }

  func becomeArray() {
    if case .array = content { return }
    content = .array([])
  }

  func insert(_ slot: Slot, named name: String) {
    guard case .object(var members) = content else { return }
    content = .empty
    members[name] = slot
    content = .object(members)
  }

  func append(_ slot: Slot) {
    guard case .array(var elements) = content else { return }
    content = .empty
    elements.append(slot)
    content = .array(elements)
  }
}

private struct ValueEncoder: Encoder {
  let slot: Slot
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    slot.becomeObject()
    return KeyedEncodingContainer(ObjectContainer(slot: slot, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    slot.becomeArray()
    return ArrayContainer(slot: slot, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    LeafContainer(slot: slot, codingPath: codingPath)
  }
}

// In the containers below one generic method stands for the protocols' method per primitive type.

private struct ObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let slot: Slot
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) {}

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    let canonical = try CanonicalEncoder.canonical(value, at: codingPath + [key])
    if case .null = canonical { return }
    slot.insert(Slot(canonical), named: key.stringValue)
  }

  private func nested(_ key: any CodingKey) -> ValueEncoder {
    let member = Slot()
    slot.insert(member, named: key.stringValue)
    return ValueEncoder(slot: member, codingPath: codingPath + [key])
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy keyType: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    nested(key).container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    nested(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { nested(PositionKey(stringValue: "super")) }

  func superEncoder(forKey key: Key) -> any Encoder { nested(key) }
}

private struct ArrayContainer: UnkeyedEncodingContainer {
  let slot: Slot
  let codingPath: [any CodingKey]
  var count: Int { slot.count }

  func encodeNil() { slot.append(Slot(.null)) }

  func encode<Value: Encodable>(_ value: Value) throws {
    let path = codingPath + [PositionKey(intValue: count)]
    slot.append(Slot(try CanonicalEncoder.canonical(value, at: path)))
  }

  private func nested() -> ValueEncoder {
    let element = Slot()
    let path = codingPath + [PositionKey(intValue: count)]
    slot.append(element)
    return ValueEncoder(slot: element, codingPath: path)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy keyType: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> {
    nested().container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }

  func superEncoder() -> any Encoder { nested() }
}

private struct LeafContainer: SingleValueEncodingContainer {
  let slot: Slot
  let codingPath: [any CodingKey]

  func encodeNil() { slot.set(.null) }

  func encode<Value: Encodable>(_ value: Value) throws {
    slot.set(try CanonicalEncoder.canonical(value, at: codingPath))
  }
}

/// A position in an array, or the place of a superclass.
private struct PositionKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init(intValue: Int) {
    stringValue = String(intValue)
    self.intValue = intValue
  }
}
