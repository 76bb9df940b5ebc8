extension PanelFigure {
  /// The panels of Figure 2: the paper's three, then others. Strengths are the best of a search over powers of
  /// ten with other seeds than are reported: `engram sweep fig2 method=ewc
  /// beta=0.01,0.1,1,10,100,1000,1e4,1e5 --seeds 5..9`.
  static let functions = [
    Panel("hnet", "hypernetwork", ["method=hnet"]),
    Panel("joint", "joint training", ["method=joint"]),
    Panel("fine-tuning", "fine-tuning", ["method=fine-tuning"]),
    Panel("ewc", "EWC", ["method=ewc", "beta=10"]),
    Panel("online-ewc", "online EWC", ["method=online-ewc", "beta=10"]),
    Panel(
      "hnet-ewc", "EWC on the hypernetwork", ["method=hnet", "regularizer=ewc", "beta=1000"]),
    Panel("scratch", "from scratch", ["method=scratch"]),
  ]
}
