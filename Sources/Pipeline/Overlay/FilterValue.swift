/// A text as the value of an option in a graph of filters, where it stands for nothing but itself.
///
/// ffmpeg reads it twice: once to part the filters, and once to part the options. Either time a
/// backslash takes the meaning from what follows it, and white space at both ends is dropped.
func filterValue(_ text: some StringProtocol) -> String {
  escaped(escaped(text, "\\':"), "\\'[],;")
}

private func escaped(_ text: some StringProtocol, _ special: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if special.unicodeScalars.contains(scalar) || " \n\t\r".unicodeScalars.contains(scalar) {
      result.append("\\")
    }
    result.append(scalar)
  }
  return String(result)
}
