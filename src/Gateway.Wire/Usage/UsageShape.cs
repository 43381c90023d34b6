using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Usage;

/// <summary>
/// Mends a <c>usage</c> object for clients that read each count as a number: OpenAI's .NET SDK throws on a fraction, AI SDK on a string. A
/// count such as 12.0 is written as 12; other values are removed; a missing total is added where possible.
/// </summary>
internal static class UsageShape
{
    /// <param name="text">The text that contains the object.</param>
    /// <param name="usage">Its position.</param>
    /// <param name="edits">Receives the edits of the text.</param>
    public static void Mend(ReadOnlySpan<byte> text, JsonRange usage, ByteEdits edits)
    {
        var options = new JsonReaderOptions { MaxDepth = JsonText.MaxDepth };
        var json = new Utf8JsonReader(text.Slice(usage.Start, usage.Length), options);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        int? prompt = null, output = null;
        var hasTotal = false;
        var since = edits.Count;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isPrompt = json.ValueTextEquals("prompt_tokens"u8);
            var isOutput = json.ValueTextEquals("completion_tokens"u8);
            var isTotal = json.ValueTextEquals("total_tokens"u8);
            if (ReadMember(ref json, text, usage.Start, since, edits) is { } count)
            {
                prompt = isPrompt ? count : prompt;
                output = isOutput ? count : output;
                hasTotal |= isTotal;
            }
        }

        if (!hasTotal && prompt + output is { } total)
        {
            edits.Insert(usage.Start + 1, Encoding.UTF8.GetBytes($"\"total_tokens\":{total.ToString(CultureInfo.InvariantCulture)},"));
        }
    }

    /// <returns>The member's value, if it is a count.</returns>
    private static int? ReadMember(ref Utf8JsonReader json, ReadOnlySpan<byte> text, int offset, int since, ByteEdits edits)
    {
        var name = offset + (int)json.TokenStartIndex;
        var isCount = json.ValueSpan.EndsWith("_tokens"u8);
        var isDetails = json.ValueSpan.EndsWith("_details"u8);
        json.Read();
        if (isDetails && json.TokenType == JsonTokenType.StartObject)
        {
            var sinceInside = edits.Count;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref json, text, offset, sinceInside, edits);
            }

            return null;
        }

        long count = 0;
        var isNumber = json.TokenType == JsonTokenType.Number
            && WholeNumber.TryRead(json.ValueSpan, out count)
            && count is >= 0 and <= int.MaxValue;
        var isNull = json.TokenType == JsonTokenType.Null;
        int? known = isCount && isNumber ? (int)count : null;
        if (known is not null && WholeNumber.IsOdd(json.ValueSpan))
        {
            edits.Replace(
                offset + (int)json.TokenStartIndex, json.ValueSpan.Length,
                Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture)));
        }

        json.Skip();
        if ((isCount && !isNumber) || (isDetails && !isNull))
        {
            edits.RemoveMember(text, name, offset + (int)json.BytesConsumed, since);
        }

        return known;
    }
}
