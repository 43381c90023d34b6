using System.Data.Common;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Captures;

/// <summary>The table of captures, apart from that of usage records, so that either is kept and read by rules of its own.</summary>
internal sealed class CaptureStore(LedgerDatabase database)
{
    private static readonly string Columns = string.Join(", ", CaptureTable.Columns.Select(static c => $"\"{c.Name}\""));

    private static readonly string Insert =
        $"INSERT INTO {CaptureTable.Name} ({Columns}) VALUES "
        + $"({string.Join(", ", CaptureTable.Columns.Select(static (_, i) => $"@p{i}"))}) ON CONFLICT DO NOTHING";

    /// <summary>Keeps all or none. Throws what the database throws.</summary>
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

    /// <returns>The one of a request, or none.</returns>
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
