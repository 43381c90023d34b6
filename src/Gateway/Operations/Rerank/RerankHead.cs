using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;

namespace Gateway.Operations.Rerank;

/// <summary>The head of a rerank request.</summary>
internal sealed class RerankHead : RequestHead
{
    // The tokens a model's template adds to each pair; as text, they would be four bytes each.
    private const long AroundPair = TokenEstimate.OfMessage;
    private const long BytesOfToken = 4;

    private List<byte[]>? _returned;
    private long _documentBytes;
    private long _shortest = long.MaxValue;

    /// <summary>Creates a head without a limit on the answer, which is not text and has no tokens.</summary>
    public RerankHead() => (MaxTokens, LimitIsRead) = (0, true);

    /// <summary>The value of <c>query</c>.</summary>
    public JsonRange Query { get; set; }

    /// <summary>The estimated length of the query, in tokens.</summary>
    public long QueryTokens { get; set; }

    /// <summary>The value of <c>documents</c>.</summary>
    public JsonRange Documents { get; set; }

    public int DocumentCount { get; private set; }

    /// <summary>Objects where a backend expects text, each with its text as JSON.</summary>
    public List<(JsonRange Place, byte[] Text)> Texts { get; } = [];

    /// <summary>The wanted number of documents from <c>top_n</c>; null for all.</summary>
    public long? TopN { get; set; }

    /// <summary>The member <c>top_n</c>, from its name to the end of its value; absent when the request has none.</summary>
    public JsonRange TopNMember { get; set; }

    /// <summary>True when the answer must include the documents.</summary>
    public bool ReturnsDocuments { get; set; }

    /// <summary>The member that asks for the documents.</summary>
    public JsonRange ReturnsMember { get; set; }

    /// <summary>The number of documents in the answer.</summary>
    public int ResultCount => (int)Math.Min(TopN ?? DocumentCount, DocumentCount);

    /// <summary>
    /// The query with the shortest document: some backends read longer ones in pieces, and those that do not report an error. No
    /// candidate is skipped on a guess.
    /// </summary>
    public override long LongestPrompt => DocumentCount == 0 ? PromptTokens : _shortest + QueryTokens + AroundPair;

    /// <summary>The length of the text that is read, in which the query counts once for each document.</summary>
    public override long TextBytes => _documentBytes + (DocumentCount * (Query.Length + (AroundPair * BytesOfToken)));

    /// <summary>Adds a document.</summary>
    /// <param name="bytes">Its text in bytes.</param>
    /// <param name="tokens">Its estimated tokens.</param>
    public void Add(int bytes, long tokens)
    {
        DocumentCount++;
        _documentBytes += bytes;
        PromptTokens += tokens;
        _shortest = Math.Min(_shortest, tokens);
    }

    /// <summary>Ends the reading, and counts the query once for each document.</summary>
    public void Close() => PromptTokens += DocumentCount * (QueryTokens + AroundPair);

    /// <summary>Keeps a document for the answer: not every backend returns it, and the body may be gone by then.</summary>
    public void Return(byte[] document) => (_returned ??= []).Add(document);

    /// <summary>A document as written in the answer; empty when it is not wanted.</summary>
    public ReadOnlySpan<byte> Returned(int index) => _returned is null ? default : _returned[index];
}
