namespace Gateway.Protocol;

/// <summary>One message of a conversation, as far as it is mended or continued.</summary>
internal struct HistoryMessage
{
    /// <summary>The brace that begins it.</summary>
    public int Start { get; set; }

    /// <summary>The brace that ends it.</summary>
    public int End { get; set; }

    /// <summary>Where the message before it ends; 0: it is the first.</summary>
    public int PreviousEnd { get; set; }

    public bool IsAssistants { get; set; }

    /// <summary>It is what a model or a tool said, which may be nothing.</summary>
    public bool IsAnswer { get; set; }

    public bool HasCalls { get; set; }

    /// <summary>The value of its content; absent where there is none.</summary>
    public JsonRange Content { get; set; }

    /// <summary>That value is null.</summary>
    public bool IsNull { get; set; }

    /// <summary>What it says of <c>prefix</c>; null: nothing.</summary>
    public bool? Prefix { get; set; }

    /// <summary>The pieces of its text, without quotes; null where its content is not text alone.</summary>
    public List<JsonRange>? Texts { get; set; }

    /// <summary>Whether it is the beginning of an answer in text.</summary>
    public readonly bool IsBegun => IsAssistants && !HasCalls && Texts is not null && Texts.Exists(static t => !t.IsAbsent);

    /// <summary>Its text as it stands in JSON, without quotes.</summary>
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
