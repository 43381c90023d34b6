using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>The prices of a model over time. Immutable; finding the one of a moment is pure and allocates nothing.</summary>
public sealed class ModelPrice
{
    /// <summary>
    /// How far the provider's clock may differ from this machine's, and how long a request may take to reach it. Close to a price change
    /// either price may apply, so a budget must have room for the dearer one.
    /// </summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromMinutes(5);

    private readonly ImmutableArray<PriceSpan> _spans;

    // Most prices never change: then finding one costs this comparison.
    private readonly Price? _always;

    internal ModelPrice(ImmutableArray<PriceSpan> spans)
    {
        _spans = spans;
        _always = spans is [{ Windows.IsEmpty: true, Base: { } only } span]
            && span.From == DateTimeOffset.MinValue && span.Until == DateTimeOffset.MaxValue ? only : null;
    }

    /// <summary>A price that never changes.</summary>
    /// <param name="price">The price.</param>
    public static ModelPrice Always(Price price) =>
        new([new PriceSpan(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, price, [], TimeZoneInfo.Utc)]);

    /// <summary>Finds the price at a moment.</summary>
    /// <param name="moment">The moment.</param>
    /// <returns>The price, or <see langword="null"/> when none is known for that moment.</returns>
    public Price? At(DateTimeOffset moment)
    {
        if (_always is { } price)
        {
            return price;
        }

        for (var i = _spans.Length - 1; i >= 0; i--)
        {
            if (_spans[i].From <= moment)
            {
                return moment < _spans[i].Until ? _spans[i].At(moment) : null;
            }
        }

        return null;
    }

    /// <summary>Finds the dearest price that may apply to a request. A budget reserves at that price.</summary>
    /// <param name="moment">When the request was received.</param>
    /// <param name="promptTokens">The most tokens of its prompt.</param>
    /// <param name="outputTokens">The most tokens of its answer.</param>
    public Price? DearestAt(DateTimeOffset moment, long promptTokens, long outputTokens)
    {
        if (_always is { } price)
        {
            return price;
        }

        var around = moment - DateTimeOffset.MinValue > Doubt ? Doubt : TimeSpan.Zero;
        var dearest = Dearer(At(moment), At(moment - around), promptTokens, outputTokens);
        return Dearer(dearest, At(moment + around), promptTokens, outputTokens);
    }

    /// <summary>True when the price at a moment depends on the hour.</summary>
    /// <param name="moment">The moment.</param>
    public bool ChangesByHour(DateTimeOffset moment) =>
        _spans.Any(s => s.From <= moment && moment < s.Until && !s.Windows.IsEmpty);

    /// <summary>The periods between changes, each with its prices.</summary>
    internal ImmutableArray<PriceSpan> Spans => _spans;

    // Rows that are equally dear by tokens may differ in other units; then any of them is right for tokens.
    private static Price? Dearer(Price? one, Price? other, long prompt, long output) =>
        one is null || other is null || ReferenceEquals(one, other) ? one ?? other
        : MostOf(other, prompt, output) > MostOf(one, prompt, output) ? other
        : one;

    private static decimal MostOf(Price price, long prompt, long output)
    {
        var step = price.DearestFor(prompt, output);
        var most = prompt * step.DearestInput + output * step.DearestOutput;
        foreach (var unit in price.Units)
        {
            most += unit.Each;
        }

        return most;
    }
}
