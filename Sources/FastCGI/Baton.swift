/// A streaming answer that another process began and left to this one, by handing it over or by
/// being killed.
///
/// The connection and the note are kept by a ``Custodian`` meanwhile.
public struct Baton: Sendable {
  /// The connection to the web server.
  let connection: Int32
  /// The request's number on it.
  let request: UInt16
  /// What is to be known to go on, as ``StreamWriter/keep(_:)`` was told.
  public let note: [UInt8]
  /// How far the stream had come.
  public let mark: StreamMark
  /// Its place in the custodian's keeping; nil where there is none.
  let deposit: Deposit?

  init(
    connection: Int32, request: UInt16, note: [UInt8], mark: StreamMark = .beginning,
    deposit: Deposit? = nil
  ) {
    self.connection = connection
    self.request = request
    self.note = note
    self.mark = mark
    self.deposit = deposit
  }
}
