using System.Text.Json;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Endpoints;

/// <summary>
/// Writes the abilities of a name in the terms of each client that reads any: LobeChat takes flags, ChatBox modalities, Ollama's clients
/// capabilities. A tag has every ability that any candidate has, since a request that needs it goes to that candidate.
/// </summary>
internal static class ModelAbilities
{
    private static readonly (Tag Tag, string Word)[] Capabilities =
        [(Tag.Tools, "tools"), (Tag.Vision, "vision"), (Tag.FIM, "insert"), (Tag.Reasoning, "thinking"), (Tag.Audio, "audio")];

    public static void Write(Utf8JsonWriter json, Route route)
    {
        var (has, lacks) = Of(route);
        json.WriteStartObject("architecture"u8);
        WriteList(json, "input_modalities"u8, InputOf(route.Type, has));
        WriteList(json, "output_modalities"u8, [OutputOf(route.Type)]);
        json.WriteEndObject();
        WriteFlag(json, "functionCall"u8, Tag.Tools, has, lacks);
        WriteFlag(json, "vision"u8, Tag.Vision, has, lacks);
        WriteFlag(json, "reasoning"u8, Tag.Reasoning, has, lacks);
        WriteList(json, "capabilities"u8, CapabilitiesOf(route.Type, has));
    }

    private static (Tag Has, Tag Lacks) Of(Route route)
    {
        var (has, lacks) = (Tag.None, ~Tag.None);
        foreach (var candidate in route.Usable)
        {
            has |= candidate.Card.Tags.All;
            lacks &= candidate.Card.Tags.Denied;
        }

        return (has, lacks);
    }

    private static IEnumerable<string> InputOf(ModelType type, Tag has)
    {
        yield return type == ModelType.Transcription ? "audio" : "text";
        if (type == ModelType.Chat && (has & Tag.Vision) != 0)
        {
            yield return "image";
        }

        if (type == ModelType.Chat && (has & Tag.Audio) != 0)
        {
            yield return "audio";
        }
    }

    private static string OutputOf(ModelType type) => type switch
    {
        ModelType.Image => "image",
        ModelType.Speech => "audio",
        ModelType.Video => "video",
        ModelType.Embedding => "embedding",
        ModelType.Chat or ModelType.Rerank or ModelType.Transcription => "text",
    };

    private static IEnumerable<string> CapabilitiesOf(ModelType type, Tag has) =>
        type == ModelType.Chat
            ? Capabilities.Where(c => (has & c.Tag) != 0).Select(c => c.Word).Prepend("completion")
            : [CardJson.Word(type)];

    private static void WriteFlag(Utf8JsonWriter json, ReadOnlySpan<byte> name, Tag tag, Tag has, Tag lacks)
    {
        if (((has | lacks) & tag) != 0)
        {
            json.WriteBoolean(name, (has & tag) != 0);
        }
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }
}
