using System.Globalization;
using System.Text.Json;
using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Endpoints;

/// <summary>Writes a model card as JSON. Unknown values are left out.</summary>
internal static class CardJson
{
    public static void Write(Utf8JsonWriter json, ModelCard card)
    {
        json.WriteStartObject();
        json.WriteString("backend"u8, card.Backend);
        json.WriteString("model"u8, card.Model);
        WriteFacts(json, card);
        json.WriteEndObject();
    }

    public static string Word(ModelType type) => type switch
    {
        ModelType.Embedding => "embedding",
        ModelType.Rerank => "rerank",
        ModelType.Image => "image",
        ModelType.Speech => "speech",
        ModelType.Transcription => "transcription",
        ModelType.Video => "video",
        ModelType.Chat => "chat",
    };

    public static void WriteFacts(Utf8JsonWriter json, ModelCard card)
    {
        json.WriteString("type"u8, Word(card.Type));
        json.WriteStartObject("tags"u8);
        foreach (var (tag, names) in TagNames.AllTags)
        {
            if (card.Tags.Of(tag) is { } source)
            {
                json.WriteString(names[0], Word(source));
            }
        }

        json.WriteEndObject();
        WriteRefused(json, card);
        json.WriteString("place"u8, card.IsLocal ? "local" : card.IsCloud ? "cloud" : "unknown");
        WriteIfKnown(json, "warm"u8, card.IsWarm);
        WriteIfKnown(json, "failed"u8, card.HasFailed ? true : (bool?)null);
        WriteIfKnown(json, "contextLength"u8, card.ContextLength);
        WriteIfKnown(json, "contextSource"u8, Word(card.ContextSource));
        WriteIfKnown(json, "vendor"u8, card.Vendor);
        WriteIfKnown(json, "family"u8, card.Family);
        WriteIfKnown(json, "version"u8, card.Version);
        WriteIfKnown(json, "parameters"u8, card.Parameters);
        WriteIfKnown(json, "activeParameters"u8, card.ActiveParameters);
        WriteIfKnown(json, "quantization"u8, card.Quantization);
        WriteIfKnown(json, "distilled"u8, card.IsDistilled);
        WriteIfKnown(json, "baseModel"u8, card.BaseModel);
        WriteSize(json, card.Size);
        WritePrice(json, card.Price);
    }

    // The abilities a backend turned out to lack, as tags; image URLs and schemas have no tag.
    private static void WriteRefused(Utf8JsonWriter json, ModelCard card)
    {
        if ((card.Tags.Refused, card.Refused) == (Tag.None, Demand.None))
        {
            return;
        }

        json.WriteStartObject("lacks"u8);
        foreach (var (tag, names) in TagNames.AllTags)
        {
            if ((card.Tags.Refused & tag) != 0)
            {
                json.WriteString(names[0], "refusal"u8);
            }
        }

        foreach (var demand in (ReadOnlySpan<Demand>)[Demand.JsonSchema, Demand.ImageAddress])
        {
            if ((card.Refused & demand) != 0)
            {
                json.WriteString(demand.ToString(), "refusal"u8);
            }
        }

        json.WriteEndObject();
    }

    private static string? Word(ContextSource? source) => source switch
    {
        ContextSource.Operator => "operator",
        ContextSource.Loaded => "loaded",
        ContextSource.OwnSetting => "model",
        ContextSource.LastLoaded => "last loaded",
        ContextSource.ServerSetting => "server",
        ContextSource.KindsDefault => "default",
        ContextSource.CutAnswer => "answer",
        ContextSource.Trained => "trained",
        ContextSource.CuratedTable => "table",
        null => null,
    };

    private static string Word(Provenance source) => source switch
    {
        Provenance.Operator => "operator",
        Provenance.Backend => "backend",
        Provenance.CuratedTable => "table",
        Provenance.Name => "name",
    };

    private static void WriteSize(Utf8JsonWriter json, SizeEstimate? size)
    {
        if (size is null)
        {
            return;
        }

        json.WriteStartObject("size"u8);
        json.WriteNumber("memoryGiB"u8, size.MemoryGiB);
        json.WriteNumber("bitsPerWeight"u8, size.BitsPerWeight);
        json.WriteString("class"u8, size.Class switch
        {
            SizeClass.Edge => "edge",
            SizeClass.SingleGpu => "single GPU",
            SizeClass.MultiGpu => "multi-GPU",
            SizeClass.Cluster => "cluster",
        });
        json.WriteEndObject();
    }

    private static void WritePrice(Utf8JsonWriter json, Price? price)
    {
        if (price is null)
        {
            return;
        }

        json.WriteStartObject("price"u8);
        json.WriteString("currency"u8, price.Currency);
        json.WriteString("asOf"u8, price.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("source"u8, Word(price.Source));
        json.WriteStartArray("perMillionTokens"u8);
        foreach (var step in price.Steps)
        {
            json.WriteStartObject();
            json.WriteNumber("fromPromptTokens"u8, step.FromPromptTokens);
            json.WriteNumber("input"u8, step.Input);
            json.WriteNumber("output"u8, step.Output);
            WriteIfKnown(json, "cached"u8, step.Cached);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteIfKnown(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteIfKnown(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
    }

    private static void WriteIfKnown(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
