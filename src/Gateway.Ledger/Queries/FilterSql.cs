using System.Data.Common;
using System.Globalization;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Queries;

/// <summary>
/// A filter as a SQL condition. Databases differ in which letters they treat as equal, so names are compared here and queried in the
/// spelling the database has.
/// </summary>
/// <param name="Text">Conditions that begin with AND; null when nothing can match.</param>
/// <param name="Values">Their parameters, <c>@f0</c> and so on.</param>
internal sealed record FilterSql(string? Text, IReadOnlyList<string> Values)
{
    /// <param name="connection">The database.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="table">The name of the table in the statement.</param>
    public static async Task<FilterSql> MakeAsync(DbConnection connection, UsageFilter filter, string table, CancellationToken stop)
    {
        var text = "";
        var values = new List<string>();
        foreach (var (dimension, wanted) in filter.Values)
        {
            var column = $"{table}.\"{ColumnOf(dimension)}\"";
            var spelled = await SpelledAsync(connection, dimension, wanted, stop);
            var either = new List<string>();
            if (spelled.Count > 0)
            {
                either.Add($"{column} IN ({string.Join(", ", spelled.Select((_, i) => $"@f{values.Count + i}"))})");
                values.AddRange(spelled);
            }

            if (wanted.Contains(null))
            {
                either.Add($"{column} IS NULL");
            }

            if (either.Count == 0)
            {
                return new FilterSql(null, []);
            }

            text += $" AND ({string.Join(" OR ", either)})";
        }

        return new FilterSql(text, values);
    }

    public static string ColumnOf(UsageDimension dimension) => RecordFields.Of(dimension).Name;

    public void Bind(DbCommand command)
    {
        foreach (var (i, value) in Values.Index())
        {
            Bind(command, string.Create(CultureInfo.InvariantCulture, $"@f{i}"), value);
        }
    }

    public static void Bind(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    // Every value appears in a group of its own.
    private static async Task<List<string>> SpelledAsync(
        DbConnection connection, UsageDimension dimension, IReadOnlyList<string?> wanted, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT DISTINCT \"{ColumnOf(dimension)}\" FROM {SumTables.Groups} WHERE kind = {UsageGroup.KindOf(dimension)} AND "
            + $"\"{ColumnOf(dimension)}\" IS NOT NULL";
        var spelled = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            if (reader.GetString(0) is var value && wanted.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                spelled.Add(value);
            }
        }

        return spelled;
    }
}
