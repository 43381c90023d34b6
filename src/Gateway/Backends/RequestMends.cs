using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;

namespace Gateway.Backends;

/// <summary>
/// Writes a body in the form a provider takes, driven by the provider's <see cref="Provider.Mends"/>, <see cref="Provider.ThinkingOf"/> and
/// <see cref="Provider.Continues"/>. Everything else goes byte for byte.
/// </summary>
internal static class RequestMends
{
    private const HeadKeys OfTools =
        HeadKeys.Tools | HeadKeys.ToolChoice | HeadKeys.ParallelToolCalls | HeadKeys.Functions | HeadKeys.FunctionCall;

    /// <summary>Edits the members that would be refused or dropped, and adds those that the gateway needs.</summary>
    /// <param name="body">A body that was accepted.</param>
    /// <param name="head">Its head.</param>
    /// <param name="backend">The backend it goes to.</param>
    /// <param name="model">The model there.</param>
    /// <param name="without">Additions to leave out because they were refused.</param>
    /// <param name="edits">Receives the edits.</param>
    /// <param name="mustNotThink">True when a thinking model must not think, whatever the client says.</param>
    public static MendedRequest Mend(
        ReadOnlySpan<byte> body,
        RequestHead head,
        Backend backend,
        ModelCard model,
        Addition without,
        ByteEdits edits,
        bool mustNotThink = false)
    {
        var provider = backend.Provider;
        if ((provider.Mends & BodyMends.NoEmptyTools) != 0)
        {
            RequestBody.Remove(body, head, OfTools, edits);
        }

        if ((provider.Mends & BodyMends.MaxTokens) != 0)
        {
            RequestBody.NameLimit(body, head, edits);
        }

        var added = MendStreamOptions(body, head, provider, without, edits);
        var prefix = MendMessages(body, head, provider, model, without, edits, out var path);
        added |= prefix is null or { IsUnasked: true } ? Addition.None : Addition.Prefix;
        // When an answer has begun, its thinking is done.
        added |= MendThinking(body, head, provider, model, without, mustNotThink || prefix is { WithoutThinking: true }, edits);
        return new MendedRequest(added, path is null ? backend.At(OperationKind.Chat)! : new Uri(backend.Address.At(path)));
    }

    /// <summary>Requests the usage of a stream where needed. Every server refuses the options without a stream.</summary>
    public static Addition MendStreamOptions(
        ReadOnlySpan<byte> body, RequestHead head, Provider provider, Addition without, ByteEdits edits)
    {
        if (!head.Stream || (without & Addition.Usage) != 0)
        {
            RequestBody.RemoveStreamOptions(body, head, edits);
            return Addition.None;
        }

        if (provider.SendsUsageOnRequestOnly)
        {
            RequestBody.AskForUsage(body, head, edits);
        }

        return provider.SendsUsageOnRequestOnly || !head.StreamOptions.IsAbsent ? Addition.Usage : Addition.None;
    }

    private static Addition MendThinking(
        ReadOnlySpan<byte> body,
        RequestHead head,
        Provider provider,
        ModelCard model,
        Addition without,
        bool mustNotThink,
        ByteEdits edits)
    {
        if ((model.Tags.Denied & Tag.Reasoning) != 0 || (without & Addition.Thinking) != 0)
        {
            ThinkingMender.Silence(body, head, edits);
            return Addition.None;
        }

        if (provider.ThinkingOf(model) is not { } words)
        {
            return Addition.None;
        }

        if (mustNotThink && !words.Off.IsEmpty && model.Tags.Has(Tag.Reasoning))
        {
            ThinkingMender.SwitchOff(body, head, words, edits);
            return Addition.Thinking;
        }

        bool? unsaid = provider.MustNotThink(head, model) ? false : null;
        return (head.Members is not null || unsaid is not null) && ThinkingMender.Translate(body, head, words, unsaid, edits)
            ? Addition.Thinking
            : Addition.None;
    }

    // Returns how the last message is continued, if it is.
    private static AssistantPrefix? MendMessages(
        ReadOnlySpan<byte> body, RequestHead head, Provider provider, ModelCard model, Addition without, ByteEdits edits, out string? path)
    {
        path = null;
        var mayContinue = (head.History & HistoryTraits.EndsWithAssistant) != 0 && (without & Addition.Prefix) == 0;
        var continues = mayContinue ? provider.Continues : null;
        var wanted = provider.Mends & MendsOf(head.History);
        if (wanted == BodyMends.None && continues is null)
        {
            return null;
        }

        var last = HistoryMender.Mend(body, head, wanted, edits);
        if (continues is null || !last.IsBegun)
        {
            return null;
        }

        // A client that marks its message as a prefix itself means the path where prefixes are supported.
        path = last.Prefix == false ? null : continues.Path;
        return MayContinue(body, head, provider, model, continues, last) && Continue(head, continues, last, body, edits) ? continues : null;
    }

    private static BodyMends MendsOf(HistoryTraits history)
    {
        var mends = BodyMends.None;
        mends |= (history & HistoryTraits.DeveloperRole) != 0 ? BodyMends.SystemRole : BodyMends.None;
        mends |= (history & HistoryTraits.ContentLists) != 0 ? BodyMends.PlainContent : BodyMends.None;
        mends |= (history & HistoryTraits.ToolCalls) != 0 ? BodyMends.FilledArguments : BodyMends.None;
        mends |= (history & HistoryTraits.NoContent) != 0 ? BodyMends.FilledContent : BodyMends.None;
        return mends;
    }

    // A client that asks for this in any provider's words is left to speak for itself.
    private static bool MayContinue(
        ReadOnlySpan<byte> body, RequestHead head, Provider provider, ModelCard model, AssistantPrefix continues, in HistoryMessage last)
    {
        if (last.Prefix is not null
            || head.HasPrefix
            || head.HasSuffix
            || head.Member(HeadKeys.ContinueFinalMessage).Key != HeadKeys.None
            || head.Member(HeadKeys.AddGenerationPrompt).Key != HeadKeys.None)
        {
            return false;
        }

        // A text in its own body member excludes JSON mode, and needs a message before it and a model that can skip thinking.
        return continues.InPlace.IsEmpty
            || (last.PreviousEnd > 0
                && head.Member(HeadKeys.ResponseFormat) is var format
                && !(format.AsksIn(body) && format.ValueIn(body).IndexOf("json"u8) >= 0)
                && !(model.Tags.Has(Tag.Reasoning) && provider.ThinkingOf(model) is { Off.IsEmpty: true }));
    }

    private static bool Continue(
        RequestHead head, AssistantPrefix continues, in HistoryMessage last, ReadOnlySpan<byte> body, ByteEdits edits)
    {
        if (!continues.InPlace.IsEmpty)
        {
            edits.Insert(head.End, (byte[])[(byte)',', .. continues.InPlace.Span, .. ":\""u8, .. last.TextIn(body), (byte)'"']);
            edits.Remove(last.PreviousEnd, last.End + 1 - last.PreviousEnd);
            return true;
        }

        if (!continues.OfMessage.IsEmpty)
        {
            edits.Insert(last.End, continues.OfMessage);
        }

        if (!continues.OfBody.IsEmpty)
        {
            edits.Insert(head.End, continues.OfBody);
        }

        return true;
    }
}
