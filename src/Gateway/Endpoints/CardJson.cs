using System.Globalization;
using System.Text.Json;
using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Endpoints;

/// <summary>Writes a model card as JSON. Unknown values are left out.</summary>
internal static class CardJson
{
    /// <param name="json">The writer.</param>
    /// <param name="card">The card.</param>
    /// <param name="now">The moment whose price is meant.</param>
    public static void Write(Utf8JsonWriter json, ModelCard card, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("backend"u8, card.Backend);
        json.WriteString("model"u8, card.Model);
        WriteFacts(json, card, now);
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

    public static void WriteFacts(Utf8JsonWriter json, ModelCard card, DateTimeOffset now)
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
        PriceJson.Write(json, card.Price?.At(now));
        WriteLife(json, card.Life, now);
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

    public static string Word(Provenance source) => source switch
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

    // What its provider announced for the name: past or to come.
    private static void WriteLife(Utf8JsonWriter json, ModelLife? life, DateTimeOffset now)
    {
        if (life is null)
        {
            return;
        }

        json.WriteStartObject("life"u8);
        json.WriteString("change"u8, LifeWords.Change(life.Change));
        json.WriteString("on"u8, life.Day);
        json.WriteBoolean("over"u8, life.IsOver(now));
        WriteIfKnown(json, "use"u8, life.Successor);
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
