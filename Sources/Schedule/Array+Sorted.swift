extension Array {
  /// How many elements at the beginning fit, found by halving: none fits behind one that does not.
  func sortedCount(where fits: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if fits(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
