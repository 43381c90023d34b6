using Gateway.Wire.Bytes;

namespace Gateway.Wire.Heads;

/// <summary>One message of a conversation, as far as mending and continuing need it.</summary>
internal struct HistoryMessage
{
    /// <summary>The position of its opening brace.</summary>
    public int Start { get; set; }

    /// <summary>The position of its closing brace.</summary>
    public int End { get; set; }

    /// <summary>The end of the message before it; 0 when it is the first.</summary>
    public int PreviousEnd { get; set; }

    public bool IsAssistants { get; set; }

    /// <summary>True when a model or a tool said it; it may then be empty.</summary>
    public bool IsAnswer { get; set; }

    public bool HasCalls { get; set; }

    /// <summary>The value of its content; absent when there is none.</summary>
    public JsonRange Content { get; set; }

    /// <summary>True when that value is null.</summary>
    public bool IsNull { get; set; }

    /// <summary>Its value of <c>prefix</c>; null when there is none.</summary>
    public bool? Prefix { get; set; }

    /// <summary>The pieces of its text, without quotes; null when its content is not only text.</summary>
    public List<JsonRange>? Texts { get; set; }

    /// <summary>True when it is the beginning of a text answer.</summary>
    public readonly bool IsBegun => IsAssistants && !HasCalls && Texts is not null && Texts.Exists(static t => !t.IsAbsent);

    /// <summary>Its text as written in JSON, without quotes.</summary>
    /// <param name="body">The body.</param>
    public readonly byte[] TextIn(ReadOnlySpan<byte> body)
    {
        var text = new List<byte>();
        foreach (var piece in Texts ?? [])
        {
            text.AddRange(text.Count > 0 ? "\\n"u8 : default);
            text.AddRange(body.Slice(piece.Start, piece.Length));
        }

        return [.. text];
    }
}
