using System.Text.Json;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Endpoints;

/// <summary>
/// Writes the members of a model's item that Open WebUI takes over as its own settings. Because of them it sends no tools to a model
/// without them, asks for token counts, hides everything but chats, and tells its users what a name stands for (ADR 37).
/// </summary>
internal static class ChatPageInfo
{
    /// <summary>
    /// The shortest context, in tokens, that takes tools nobody asked for: Open WebUI's own are some 6,000 tokens, and a conversation and
    /// its answer need at least as much again.
    /// </summary>
    public const int LeastContextForTools = 16_384;

    public static void Write(Utf8JsonWriter json, Route route, DateTimeOffset now)
    {
        var isChat = route.Type == ModelType.Chat;
        WriteTags(json, route, isChat);
        json.WriteStartObject("info"u8);
        json.WriteStartObject("meta"u8);
        json.WriteString("description"u8, NameDescription.Of(route, now));
        if (!isChat)
        {
            json.WriteBoolean("hidden"u8, true);
        }
        else
        {
            json.WriteStartObject("capabilities"u8);
            WriteIfKnown(json, "builtin_tools"u8, TakesTools(route));
            WriteIfKnown(json, "vision"u8, Sees(route));
            json.WriteBoolean("usage"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("params"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // People narrow a long list by these.
    private static void WriteTags(Utf8JsonWriter json, Route route, bool isChat)
    {
        var (tags, isLocal, isCloud) = (Tag.None, false, false);
        foreach (var candidate in route.Usable)
        {
            tags |= candidate.Card.Tags.All;
            isLocal |= candidate.Card.IsLocal;
            isCloud |= candidate.Card.IsCloud;
        }

        json.WriteStartArray("tags"u8);
        if (!isChat)
        {
            WriteName(json, CardJson.Word(route.Type));
        }

        foreach (var name in TagNames.List(tags))
        {
            WriteName(json, name);
        }

        if (isLocal)
        {
            WriteName(json, "local");
        }

        if (isCloud)
        {
            WriteName(json, "cloud");
        }

        json.WriteEndArray();
    }

    private static void WriteName(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteEndObject();
    }

    /// <summary>
    /// True when a request with tools nobody asked for would be sent on with them; null when unknown. Such tools never change where a
    /// request goes. So where the team's own machines come first, only those are considered.
    /// </summary>
    internal static bool? TakesTools(Route route)
    {
        var usable = route.Usable;
        var staysLocal = !usable.IsEmpty && usable[0].Card.IsLocal && PutsFirst(route.Policy);
        var isOpen = false;
        foreach (var candidate in usable)
        {
            var card = candidate.Card;
            if (staysLocal && !card.IsLocal)
            {
                continue;
            }

            var has = (card.Meets & Demand.Tools) != 0;
            // For a model asked for by name, an unknown ability is left to an attempt; a tag's request does not go there.
            var mayHave = has || (route.IsExplicit && (card.Lacks & Demand.Tools) == 0);
            var hasRoom = card.ContextLength is null or >= LeastContextForTools;
            if (has && card.ContextLength is not null && hasRoom)
            {
                return true;
            }

            isOpen |= mayHave && hasRoom;
        }

        return isOpen ? null : false;
    }

    // Under the other policies the moment decides who comes first.
    private static bool PutsFirst(Policy policy) => policy switch
    {
        Policy.LocalFirst or Policy.Listed or Policy.Cheapest => true,
        Policy.Fastest or Policy.Weighted or Policy.LeastBusy => false,
    };

    private static bool? Sees(Route route)
    {
        var isOpen = false;
        foreach (var candidate in route.Usable)
        {
            if ((candidate.Card.Meets & Demand.Vision) != 0)
            {
                return true;
            }

            isOpen |= (candidate.Card.Lacks & Demand.Vision) == 0;
        }

        return isOpen ? null : false;
    }

    private static void WriteIfKnown(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
    }
}
