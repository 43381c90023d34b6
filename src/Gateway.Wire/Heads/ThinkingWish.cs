using System.Runtime.InteropServices;
using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Heads;

/// <summary>A client's wish for thinking, in whatever words it says so.</summary>
/// <param name="On">Null when it does not say.</param>
/// <param name="Budget">The most reasoning tokens; null when it does not say.</param>
internal readonly record struct ThinkingWish(bool? On, long? Budget)
{
    public const HeadKeys Members = HeadKeys.EnableThinking | HeadKeys.ThinkingBudget | HeadKeys.Thinking
        | HeadKeys.ReasoningEffort | HeadKeys.Reasoning | HeadKeys.Think;

    /// <param name="body">A body that was accepted.</param>
    /// <param name="head">Its head.</param>
    public static ThinkingWish Read(ReadOnlySpan<byte> body, RequestHead head)
    {
        var wish = default(ThinkingWish);
        foreach (var member in CollectionsMarshal.AsSpan(head.Members))
        {
            if ((member.Key & (Members | HeadKeys.ChatTemplateKwargs)) != 0)
            {
                wish = wish.Or(Read(member.ValueIn(body), isObjectOnly: member.Key == HeadKeys.ChatTemplateKwargs));
            }
        }

        return wish;
    }

    /// <summary>Reads the wish from one of a value's members.</summary>
    /// <param name="json">An object as written in JSON, or any other value.</param>
    public static ThinkingWish Read(ReadOnlySpan<byte> json, bool isObjectOnly = false)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        try
        {
            reader.Read();
            return reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader)
                : isObjectOnly ? default
                : ReadScalar(ref reader);
        }
        catch (InvalidOperationException)
        {
            // Half of an escaped surrogate pair is nobody's word for anything.
            return default;
        }
    }

    private ThinkingWish Or(ThinkingWish other) => new(On ?? other.On, Budget ?? other.Budget);

    private static ThinkingWish ReadObject(ref Utf8JsonReader json)
    {
        var wish = default(ThinkingWish);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var says = json.ValueTextEquals("type"u8) || json.ValueTextEquals("effort"u8) || json.ValueTextEquals("enabled"u8)
                || json.ValueTextEquals("enable_thinking"u8) || json.ValueTextEquals("thinking"u8)
                || json.ValueTextEquals("budget_tokens"u8) || json.ValueTextEquals("max_tokens"u8);
            json.Read();
            wish = says ? wish.Or(ReadScalar(ref json)) : wish;
            json.Skip();
        }

        return wish;
    }

    // Some clients switch thinking off with a budget of zero.
    private static ThinkingWish ReadScalar(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.True => new(true, null),
        JsonTokenType.False => new(false, null),
        JsonTokenType.String when json.ValueSpan.IsEmpty => default,
        JsonTokenType.String => new(!IsOff(ref json), null),
        JsonTokenType.Number when WholeNumber.TryRead(json.ValueSpan, out var budget) && budget >= 0 =>
            budget == 0 ? new(false, null) : new(null, budget),
        _ => default,
    };

    private static bool IsOff(ref Utf8JsonReader json) =>
        json.ValueTextEquals("none"u8) || json.ValueTextEquals("disabled"u8)
        || json.ValueTextEquals("off"u8) || json.ValueTextEquals("false"u8);
}
