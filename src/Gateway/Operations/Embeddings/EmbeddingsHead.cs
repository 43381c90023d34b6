using Gateway.Routing.Models;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;

namespace Gateway.Operations.Embeddings;

/// <summary>The head of an embeddings request.</summary>
internal sealed class EmbeddingsHead : RequestHead
{
    private long _longest;

    /// <summary>Creates a head without a limit on the answer, which is not text and has no tokens.</summary>
    public EmbeddingsHead() => (MaxTokens, LimitIsRead) = (0, true);

    /// <summary>The value of <c>input</c>.</summary>
    public JsonRange Input { get; set; }

    /// <summary>Each text or token list in the input.</summary>
    public List<JsonRange> Inputs { get; } = [];

    /// <summary>True when the input holds token numbers instead of text.</summary>
    public bool HasTokens { get; set; }

    /// <summary>True when the vectors are wanted as base64 of their 32-bit numbers rather than as numbers.</summary>
    public bool WantsBase64 { get; set; }

    /// <summary>The member <c>encoding_format</c>, from its name to the end of its value.</summary>
    public JsonRange Format { get; set; }

    /// <summary>The wanted vector length; null when the request does not set one.</summary>
    public long? Dimensions { get; set; }

    /// <summary>True when the request says itself how to treat a text that is too long.</summary>
    public bool SaysTruncate { get; set; }

    public override long LongestPrompt => _longest;

    public override Demand OwnDemand => HasTokens ? Demand.Tokens : Demand.None;

    /// <summary>Adds one text or token list.</summary>
    public void Add(JsonRange input, long tokens)
    {
        Inputs.Add(input);
        PromptTokens += tokens;
        _longest = Math.Max(_longest, tokens);
    }
}
