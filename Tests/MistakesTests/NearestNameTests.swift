import Mistakes
import Testing

@Suite("Nearest names")
struct NearestNameTests {
  @Test(
    "a slip of the finger finds the name that was meant",
    arguments: [
      ("stpes", ["steps", "seed"], ["steps"]), ("sead", ["--x", "seeds", "store"], ["seeds"]),
      ("EWC", ["ewc", "online-ewc"], ["ewc"]), ("chunk-size", ["chunk_size"], ["chunk_size"]),
      ("hnet+tri", ["hnet", "hnet+tir", "hnet+r"], ["hnet+tir"]),
      ("cl4", ["CL1", "CL2", "CL3"], ["CL1", "CL2", "CL3"]),
      ("fashion", ["fashion-mnist", "mnist"], ["fashion-mnist"]),
      ("mnist", ["fig4", "split-mnist"], ["split-mnist"]),
      (
        "perm", ["permuted-mnist-10", "permuted-mnist-100"],
        ["permuted-mnist-10", "permuted-mnist-100"]
      ),
    ])
  func found(name: String, known: [String], nearest: [String]) {
    #expect(nearestNames(to: name, among: known) == nearest)
  }

  @Test(
    "what is like nothing, or like everything, finds nothing",
    arguments: [
      ("ab", ["si", "er"]), ("", ["si"]), ("xyzzy", ["steps", "seed"]),
      ("t5", ["t1", "t2", "t3", "t4"]), ("_", ["si", "er"]),
    ])
  func notFound(name: String, known: [String]) {
    #expect(nearestNames(to: name, among: known) == [])
  }

  @Test("a message suggests the nearest names, else lists what there is, and says where it is cut")
  func wording() {
    let many = (0..<19).map { "name\($0)" }
    for (known, name, text) in [
      (["ewc", "hnet"], "ewcc", "there is no method 'ewcc'; did you mean 'ewc'?"),
      (["CL1", "CL2"], "cl3", "there is no method 'cl3'; did you mean 'CL1' or 'CL2'?"),
      (["ewc", "hnet"], "xyz", "there is no method 'xyz'; there are ewc, hnet"),
      (["ewc"], "xyz", "there is no method 'xyz'; there is only ewc"),
      ([], "xyz", "there is no method 'xyz'; there is none yet"),
      ([], "a\u{1B}[2J", "there is no method 'a\u{FFFD}[2J'; there is none yet"),
      (
        many, "xyz",
        "there is no method 'xyz'; there are " + many.prefix(16).joined(separator: ", ")
          + " and 3 more"
      ),
    ] {
      #expect(Wording.unknown("method", name, known: known) == text)
    }
    #expect(
      Wording.unknown("method", "xyz", known: many, listedBy: "engram x")
        == "there is no method 'xyz'; 'engram x' lists them")
    #expect(Wording.list(["a", "b", "c"], limit: 2) == "a, b and 1 more")
  }
}
