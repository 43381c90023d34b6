using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>A period in which a model's prices stay the same, apart from the hours of the day.</summary>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it is over; itself no longer part of it.</param>
/// <param name="Base">The price in all hours that no other row names; <see langword="null"/> when the rows name every hour.</param>
/// <param name="Windows">The prices of named hours.</param>
/// <param name="Zone">The zone of those hours.</param>
internal sealed record PriceSpan(
    DateTimeOffset From, DateTimeOffset Until, Price? Base, ImmutableArray<(PriceHours Hours, Price Price)> Windows, TimeZoneInfo Zone)
{
    public Price? At(DateTimeOffset moment)
    {
        if (Windows.IsEmpty)
        {
            return Base;
        }

        var local = moment.UtcDateTime + Zone.GetUtcOffset(moment);
        foreach (var (hours, price) in Windows)
        {
            if (hours.Hold(local))
            {
                return price;
            }
        }

        return Base;
    }

    public PriceSpan As(string model) => this with
    {
        Base = Base is null ? null : Base with { BilledAs = model },
        Windows = [.. Windows.Select(w => (w.Hours, w.Price with { BilledAs = model }))],
    };
}
