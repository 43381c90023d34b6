using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Routing.Names;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints.Reports;

/// <summary>Reads a question about usage from query parameters. Nothing written is ignored.</summary>
/// <param name="query">The parameters.</param>
/// <param name="surface">What may be asked here.</param>
internal sealed class UsageQuestion(IQueryCollection query, UsageSurface surface)
{
    private const int MostValues = 100;
    private const int LongestValue = 200;

    // The first fault; what is read after it does not matter.
    private ApiError? _error;

    /// <param name="settings">The defaults.</param>
    /// <param name="scope">The usage the caller may see.</param>
    /// <param name="ask">The question, when there is no error.</param>
    public ApiError? TryRead(UsageSettings settings, UsageScope scope, out UsageAsk ask)
    {
        _error = WhyNotKnown();
        var noZone = UsageZones.TryRead(Value("tz"), settings.Zone, out var zone);
        var noSpan = UsageSpan.TryRead(Value, settings, zone, out var from, out var to);
        _error ??= noZone ?? noSpan;
        var filter = new UsageFilter(from, to) { Values = Filters() };
        var narrowed = scope.Narrow(filter);
        var groups = Words("group", surface.Dimensions, surface.DefaultGroup, ReportWords.Of);
        var query = new UsageQuery(narrowed ?? filter, groups, Interval(), zone);
        ask = new UsageAsk(query, Words("metric", ReportWords.Metrics, ReportWords.PlainMetrics, static m => m.Name), narrowed is null);
        return _error ?? (surface.IsSums ? UsageSteps.WhyNot(query, settings.Step) : null);
    }

    private ApiError? WhyNotKnown()
    {
        var known = surface.Parameters.ToDictionary(static p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in query)
        {
            if (!known.TryGetValue(name, out var parameter))
            {
                return ApiErrors.UnknownParameter(Shortened(name), NearestNames.Find(name, known.Keys), known.Keys);
            }

            if (values.Count > 1 && !parameter.IsRepeated)
            {
                return ApiErrors.InvalidValue(parameter.Name, "stands more than once. Send it once.");
            }

            if (values.Any(static v => v is { Length: > LongestValue }))
            {
                return ApiErrors.InvalidValue(parameter.Name, $"is longer than {LongestValue} characters.");
            }
        }

        return null;
    }

    private string? Value(string name) =>
        query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    private UsageInterval Interval()
    {
        var name = Value("rollup") is null ? "interval" : "rollup";
        if (name == "rollup" && Value("interval") is not null)
        {
            _error ??= ApiErrors.InvalidValue("rollup", "is another name of 'interval'. Send one of them.");
        }

        return Value(name) is { } word && Word(name, word, Enum.GetValues<UsageInterval>(), ReportWords.Of) is [var interval]
            ? interval
            : UsageInterval.Day;
    }

    private IReadOnlyList<T> Words<T>(string name, IReadOnlyList<T> known, IReadOnlyList<T> usual, Func<T, string> nameOf)
    {
        var words = query[name].SelectMany(
            static v => v?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []).ToList();
        return words.Count == 0 ? usual : [.. words.SelectMany(w => Word(name, w, known, nameOf)).Distinct()];
    }

    // The one that is meant; none after it was noted that there is none.
    private IReadOnlyList<T> Word<T>(string name, string word, IReadOnlyList<T> known, Func<T, string> nameOf)
    {
        foreach (var value in known)
        {
            if (nameOf(value).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return [value];
            }
        }

        _error ??= Unknown(name, word, known.Select(nameOf));
        return [];
    }

    private Dictionary<UsageDimension, IReadOnlyList<string?>> Filters()
    {
        var filters = new Dictionary<UsageDimension, IReadOnlyList<string?>>();
        foreach (var dimension in surface.Dimensions)
        {
            var name = ReportWords.Of(dimension);
            if (query.TryGetValue(name, out var values))
            {
                if (values.Count > MostValues)
                {
                    _error ??= ApiErrors.InvalidValue(name, $"stands more than {MostValues} times.");
                }

                filters[dimension] = [.. values.Select(
                    v => string.IsNullOrEmpty(v) ? null : dimension == UsageDimension.Status ? Status(v) : v)];
            }
        }

        return filters;
    }

    private string Status(string value)
    {
        if (ReportWords.Statuses.FirstOrDefault(n => n.Equals(value, StringComparison.OrdinalIgnoreCase)) is not { } status)
        {
            _error ??= Unknown("status", value, ReportWords.Statuses);
            return value;
        }

        return status;
    }

    private static ApiError Unknown(string name, string word, IEnumerable<string> known) =>
        ApiErrors.UnknownWord(name, Shortened(word), NearestNames.Find(word, known), known);

    private static string Shortened(string word) => word.Length <= 40 ? word : word[..40] + "...";
}
