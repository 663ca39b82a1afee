import GRDB

extension Database {
  /// Runs a statement from the cache and maps each row.
  func rows<Value>(
    _ sql: String, _ arguments: StatementArguments = [], _ map: (Row) throws -> Value
  ) throws -> [Value] {
    let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
    var values: [Value] = []
    while let row = try cursor.next() { values.append(try map(row)) }
    return values
  }

  /// Runs a statement from the cache and maps its first row.
  func first<Value>(
    _ sql: String, _ arguments: StatementArguments = [], _ map: (Row) throws -> Value
  ) throws -> Value? {
    let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
    return try cursor.next().map(map)
  }

  /// Runs a statement from the cache that answers with one number.
  func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
    try Int.fetchOne(cachedStatement(sql: sql), arguments: arguments) ?? 0
  }

  /// Runs a changing statement from the cache; tells how many rows changed.
  @discardableResult
  func run(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
    try cachedStatement(sql: sql).execute(arguments: arguments)
    return changesCount
  }
}
