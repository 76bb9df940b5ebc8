/// The inner loops, compiled for one width of vectors. All widths give the same bits.
package struct KernelTable<S: LaneScalar>: Sendable {
  /// The lanes of a vector.
  package let lanes: Int
  /// The columns of a panel, and the rows of a tile.
  package let panelWidth: Int
  package let tileRows: Int

  /// Packs the panels of a product: `panels` is room for `panelsSize`, of which those of the given numbers are
  /// set.
  package let pack: @Sendable (PanelProduct<S>, UnsafeMutablePointer<S>, Range<Int>) -> Void
  /// Computes some rows of some panels of a product. The panels are packed, or nil to read them where they
  /// lie; `scratch` is room for `scratchSize` numbers.
  package let multiply:
    @Sendable (
      PanelProduct<S>, _ panels: UnsafePointer<S>?, _ rows: Range<Int>, _ numbers: Range<Int>,
      _ scratch: UnsafeMutablePointer<S>
    ) -> Void
  /// Computes the columns `low ..< high` of a strip's product.
  package let multiplyStrip: @Sendable (StripProduct<S>, _ low: Int, _ high: Int) -> Void
  /// Adds the products of the columns `low ..< high` to `sums[(i · rowsOfB + j) · lanes ..< … + lanes]`, the
  /// lanes being those of `RowProducts`.
  package let addRowProducts:
    @Sendable (RowProducts<S>, _ low: Int, _ high: Int, _ sums: UnsafeMutablePointer<S>) -> Void
  /// Steps some rows of parameters; returns 0, or NaN if one of them is not finite afterwards.
  package let update:
    @Sendable (
      UpdateRule<S>, StepRows<S>, _ parameters: UnsafeMutablePointer<S>,
      _ first: UnsafeMutablePointer<S>, _ second: UnsafeMutablePointer<S>
    ) -> S
  /// Writes where `update` would lead, less `origin` if that is given, whose rows lie as far apart as those
  /// of the parameters.
  package let lookAhead:
    @Sendable (
      UpdateRule<S>, StepRows<S>, _ parameters: UnsafePointer<S>, _ first: UnsafePointer<S>,
      _ second: UnsafePointer<S>, _ origin: UnsafePointer<S>?, _ result: UnsafeMutablePointer<S>,
      _ resultStride: Int
    ) -> Void

  package init(
    lanes: Int, panelWidth: Int, tileRows: Int,
    pack: @escaping @Sendable (PanelProduct<S>, UnsafeMutablePointer<S>, Range<Int>) -> Void,
    multiply:
      @escaping @Sendable (
        PanelProduct<S>, UnsafePointer<S>?, Range<Int>, Range<Int>, UnsafeMutablePointer<S>
      ) -> Void,
    multiplyStrip: @escaping @Sendable (StripProduct<S>, Int, Int) -> Void,
    addRowProducts: @escaping @Sendable (RowProducts<S>, Int, Int, UnsafeMutablePointer<S>) -> Void,
    update:
      @escaping @Sendable (
        UpdateRule<S>, StepRows<S>, UnsafeMutablePointer<S>, UnsafeMutablePointer<S>,
        UnsafeMutablePointer<S>
      ) -> S,
    lookAhead:
      @escaping @Sendable (
        UpdateRule<S>, StepRows<S>, UnsafePointer<S>, UnsafePointer<S>, UnsafePointer<S>,
        UnsafePointer<S>?, UnsafeMutablePointer<S>, Int
      ) -> Void
  ) {
    (self.lanes, self.panelWidth, self.tileRows) = (lanes, panelWidth, tileRows)
    (self.pack, self.multiply, self.multiplyStrip) = (pack, multiply, multiplyStrip)
    (self.addRowProducts, self.update, self.lookAhead) = (addRowProducts, update, lookAhead)
  }

  /// The numbers that the panels of a product take: whole vectors.
  package func panelsSize(columns: Int, inner: Int) -> Int {
    (columns + lanes - 1) / lanes * lanes * inner
  }

  /// The panels of a product.
  package func panels(columns: Int) -> Int { (columns + panelWidth - 1) / panelWidth }

  /// The room that computing needs besides.
  package func scratchSize(inner: Int) -> Int { tileRows * (panelWidth + inner) + panelWidth }
}
