/// The inner loops, compiled for one width of vectors. All widths give the same bits.
package struct KernelTable<S: LaneScalar>: Sendable {
  /// The numbers in a vector.
  package let lanes: Int
  /// The columns of a full panel: the lanes of the vectors in a row of a tile.
  package let panelWidth: Int
  /// The rows of a full tile.
  package let tileRows: Int

  /// Packs the panels with the given numbers into a buffer that has room for all, `panelsSize` numbers.
  package let pack: @Sendable (PanelProduct<S>, UnsafeMutablePointer<S>, Range<Int>) -> Void
  /// Computes `rows` of the result in the panels `numbers`. `panels` holds the packed panels, or is nil where
  /// they are to be read in place. `scratch` has room for `scratchSize` numbers.
  package let multiply:
    @Sendable (
      PanelProduct<S>, _ panels: UnsafePointer<S>?, _ rows: Range<Int>, _ numbers: Range<Int>,
      _ scratch: UnsafeMutablePointer<S>
    ) -> Void
  /// Computes the columns `low ..< high` of a strip's product.
  package let multiplyStrip: @Sendable (StripProduct<S>, _ low: Int, _ high: Int) -> Void
  /// Adds the products of the columns `low ..< high` to the partial sums. Those of rows i and j are the
  /// `RowProducts.laneCount` numbers from `sums[(i · rowsOfB + j) · laneCount]` on.
  package let addRowProducts:
    @Sendable (RowProducts<S>, _ low: Int, _ high: Int, _ sums: UnsafeMutablePointer<S>) -> Void
  /// Steps some rows of parameters; returns 0, or NaN if one of them is not finite afterwards.
  package let update:
    @Sendable (
      UpdateRule<S>, StepRows<S>, _ parameters: UnsafeMutablePointer<S>,
      _ first: UnsafeMutablePointer<S>, _ second: UnsafeMutablePointer<S>
    ) -> S
  /// Writes the parameters that `update` would reach, less `origin` where that is given, and changes nothing
  /// else. Rows of `origin` lie as far apart as those of the parameters.
  package let lookAhead:
    @Sendable (
      UpdateRule<S>, StepRows<S>, _ parameters: UnsafePointer<S>, _ first: UnsafePointer<S>,
      _ second: UnsafePointer<S>, _ origin: UnsafePointer<S>?, _ result: UnsafeMutablePointer<S>,
      _ resultStride: Int
    ) -> Void

  /// Computes the convolution of one sample's maps.
  package let convolve: @Sendable (ConvolutionPlane<S>) -> Void
  /// Adds the gradient of a convolution's filters by one sample.
  package let addFilterGradient: @Sendable (FilterGradient<S>) -> Void
  /// The passes over maps between two convolutions.
  package let maps: MapPasses<S>

  /// A table of these functions; each must give the bits that those of every other table give.
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
      ) -> Void,
    convolve: @escaping @Sendable (ConvolutionPlane<S>) -> Void,
    addFilterGradient: @escaping @Sendable (FilterGradient<S>) -> Void, maps: MapPasses<S>
  ) {
    (self.lanes, self.panelWidth, self.tileRows) = (lanes, panelWidth, tileRows)
    (self.pack, self.multiply, self.multiplyStrip) = (pack, multiply, multiplyStrip)
    (self.addRowProducts, self.update, self.lookAhead) = (addRowProducts, update, lookAhead)
    (self.convolve, self.addFilterGradient) = (convolve, addFilterGradient)
    self.maps = maps
  }

  /// The numbers that the packed panels of a product take. The columns are filled up to whole vectors.
  package func panelsSize(columns: Int, inner: Int) -> Int {
    (columns + lanes - 1) / lanes * lanes * inner
  }

  /// How many panels the columns of a product make.
  package func panels(columns: Int) -> Int { (columns + panelWidth - 1) / panelWidth }

  /// The numbers of `scratch` that `multiply` needs: a tile, a bias and packed rows.
  package func scratchSize(inner: Int) -> Int { tileRows * (panelWidth + inner) + panelWidth }
}
