using System.Data.Common;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Captures;

/// <summary>
/// Reads and writes the table of captures. It is separate from the usage records, so that each has its own rules for retention and reading.
/// </summary>
internal sealed class CaptureStore(LedgerDatabase database)
{
    private static readonly string Columns = string.Join(", ", CaptureTable.Columns.Select(static c => $"\"{c.Name}\""));

    private static readonly string Insert =
        $"INSERT INTO {CaptureTable.Name} ({Columns}) VALUES "
        + $"({string.Join(", ", CaptureTable.Columns.Select(static (_, i) => $"@p{i}"))}) ON CONFLICT DO NOTHING";

    /// <summary>Writes all of the captures or none. Passes on the database's exceptions.</summary>
    public async Task WriteAsync(IReadOnlyList<CapturedRequest> requests, CancellationToken stop) => await database.RunAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(stop);
            foreach (var request in requests)
            {
                await using var command = connection.CreateCommand();
                (command.Transaction, command.CommandText) = (transaction, Insert);
                foreach (var (i, column) in CaptureTable.Columns.Index())
                {
                    Bind(command, $"@p{i}", column.ValueOf(request));
                }

                await command.ExecuteNonQueryAsync(stop);
            }

            await transaction.CommitAsync(stop);
            return true;
        },
        stop);

    /// <returns>The capture of a request, or an empty list.</returns>
    public async Task<IReadOnlyList<CapturedRequest>> FindAsync(Guid request, CancellationToken stop)
    {
        if (!database.IsThere)
        {
            return [];
        }

        return await database.ReadAsync<IReadOnlyList<CapturedRequest>>(
            async connection =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = $"SELECT {Columns} FROM {CaptureTable.Name} WHERE request = @id";
                Bind(command, "@id", StoredRecord.Bytes(request));
                await using var reader = await command.ExecuteReaderAsync(stop);
                return await reader.ReadAsync(stop) ? [CaptureTable.Read(reader)] : [];
            },
            stop);
    }

    private static void Bind(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
