using System.Globalization;
using System.Text.Json;
using Gateway.Routing.Models;

namespace Gateway.Endpoints;

/// <summary>Writes the price of a model at one moment as JSON.</summary>
internal static class PriceJson
{
    public static void Write(Utf8JsonWriter json, Price? price)
    {
        if (price is null)
        {
            return;
        }

        json.WriteStartObject("price"u8);
        json.WriteString("currency"u8, price.Currency);
        json.WriteString("asOf"u8, price.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("source"u8, CardJson.Word(price.Source));
        if (price.Source != Provenance.Operator)
        {
            json.WriteString("origin"u8, PriceWords.Of(price.Origin));
        }

        if (price.BilledAs is { } other)
        {
            json.WriteString("billedAs"u8, other);
        }

        json.WriteStartArray("perMillionTokens"u8);
        foreach (var step in price.Steps)
        {
            Write(json, step);
        }

        json.WriteEndArray();
        if (!price.Units.IsEmpty)
        {
            json.WriteStartObject("perUnit"u8);
            foreach (var unit in price.Units)
            {
                json.WriteNumber(PriceWords.Of(unit.Unit), unit.Each);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in PriceStep step)
    {
        json.WriteStartObject();
        json.WriteNumber("fromPromptTokens"u8, step.FromPromptTokens);
        json.WriteNumber("input"u8, step.Input);
        json.WriteNumber("output"u8, step.Output);
        Write(json, "cached"u8, step.Cached);
        Write(json, "cacheWrite"u8, step.CacheWrite);
        Write(json, "reasoning"u8, step.Reasoning);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal? price)
    {
        if (price is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
