using Gateway.Configuration;
using Gateway.Ledger.Queries;
using Gateway.Quotas;

namespace Gateway.Budgets;

/// <summary>Reads from the ledger what counters should hold.</summary>
internal sealed class LedgerBalance(SpentReader ledger)
{
    /// <param name="subjects">Counters whose scope the ledger can express.</param>
    /// <param name="second">The moment whose day and month to read, in Unix seconds.</param>
    /// <param name="stop">Cancels the call.</param>
    public async Task<IReadOnlyList<(QuotaAmount Day, QuotaAmount Month)>> OfAsync(
        IReadOnlyList<QuotaSubject> subjects, long second, CancellationToken stop)
    {
        var queries = new SpentQuery[subjects.Count * 2];
        for (var i = 0; i < subjects.Count; i++)
        {
            var periods = subjects[i].Calendar.At(second);
            queries[2 * i] = QueryOf(subjects[i].Scope!, periods.Day);
            queries[2 * i + 1] = QueryOf(subjects[i].Scope!, periods.Month);
        }

        var spent = await ledger.ReadAsync(queries, stop);
        return [.. subjects.Select((_, i) => (Of(spent[2 * i]), Of(spent[2 * i + 1])))];
    }

    private static SpentQuery QueryOf(QuotaScope scope, long from) => new(DateTimeOffset.FromUnixTimeSeconds(from))
    {
        Key = scope.Per == QuotaPer.Key ? scope.Whose : null,
        Owner = scope.Per == QuotaPer.Owner ? scope.Whose : null,
        Team = scope.Per == QuotaPer.Team ? scope.Whose : scope.Team,
        WithoutTeam = scope is { Per: QuotaPer.Owner, Team: null },
        Names = scope.Names,
    };

    private static QuotaAmount Of(Spent spent) => new(spent.Tokens, spent.Nano);
}
