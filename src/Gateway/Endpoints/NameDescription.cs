using System.Globalization;
using System.Text;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Endpoints;

/// <summary>
/// Describes a name of the model list to users in one line: where its model is, how large, at what price; or who is behind a tag.
/// </summary>
internal static class NameDescription
{
    // A page shows a line or two.
    private const int MaxNamed = 3;

    public static string Of(Route route, DateTimeOffset now) => route.Kind is RouteKind.Model or RouteKind.ModelOnBackend
        ? OfModel(route, now)
        : OfGroup(route);

    private static string OfModel(Route route, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var candidate in route.Usable)
        {
            text.Append(text.Length > 0 ? " | " : "");
            Append(text, candidate.Card, now);
            if (text.Length > 300)
            {
                break;
            }
        }

        return text.ToString();
    }

    private static string OfGroup(Route route)
    {
        var text = new StringBuilder(route.Kind == RouteKind.Auto ? "Chosen by what each request holds. " : "");
        var count = route.Usable.Length;
        for (var i = 0; i < Math.Min(MaxNamed, count); i++)
        {
            var card = route.Usable[i].Card;
            text.Append(i > 0 ? ", then " : "").Append(card.Backend).Append('/').Append(card.Model).Append(" (").Append(PlaceOf(card))
                .Append(')');
        }

        return text.Append(count > MaxNamed ? string.Create(CultureInfo.InvariantCulture, $", and {count - MaxNamed} more") : "")
            .ToString();
    }

    private static void Append(StringBuilder text, ModelCard card, DateTimeOffset now)
    {
        var culture = CultureInfo.InvariantCulture;
        text.Append(card.Backend).Append(", ").Append(PlaceOf(card));
        if (card.Parameters is { } billions)
        {
            text.Append(culture, $" · {billions:0.###}B").Append(card.Quantization is { } bits ? $" {bits}" : "");
        }

        if (card.ContextLength is { } context)
        {
            text.Append(culture, $" · context {context:N0}");
        }

        if (card.Price?.At(now) is { } price)
        {
            _ = price.IsFree
                ? text.Append(culture, $" · free by the price list of {price.AsOf:yyyy-MM-dd}")
                : price is { Units.IsEmpty: true, Steps: [var step, ..] }
                ? text.Append(
                    culture,
                    $" · {step.Input:0.####} / {step.Output:0.####} {price.Currency} per million tokens in / out ({price.AsOf:yyyy-MM-dd})")
                : text.Append(culture, $" · {PriceWords.InShort(price)} ({price.AsOf:yyyy-MM-dd})");
        }
        else if (card.IsLocal)
        {
            text.Append(" · free");
        }

        if (card.Life is { } life)
        {
            text.Append(" · ").Append(LifeWords.Sentence(life, now));
        }
    }

    private static string PlaceOf(ModelCard card) => card.IsLocal ? "local" : card.IsCloud ? "cloud" : "place unknown";
}
