using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Operations.Rerank;

/// <summary>Reads the head of a rerank request in one pass over its body.</summary>
internal ref struct RerankHeadReader(ReadOnlySpan<byte> body, RerankHead head) : IHeadReader
{
    /// <summary>More documents than any known client sends; bounds the size of an answer.</summary>
    public const int MaxDocuments = 10_000;

    private const string WayOut = "Send a text, or an object with its text: {\"text\": \"...\"}.";
    private static readonly string[] Members = ["model", "query", "documents", "top_n", "return_documents"];

    private readonly ReadOnlySpan<byte> _body = body;
    private readonly RerankHead _head = head;
    private HeadWalk _walk = new(body, head);
    private bool _hasMedia;

    public static string ModelHint => "\"Rerank\"";

    public static string ModelList => "/v1/models?sub_type=reranker";

    [UnscopedRef]
    public ref HeadWalk Walk => ref _walk;

    public readonly ReadOnlySpan<string> Names => Members;

    /// <returns>The error to answer with; null when the body is valid.</returns>
    public static ApiError? Read(ReadOnlySpan<byte> body, RerankHead head)
    {
        var reader = new RerankHeadReader(body, head);
        return HeadWalk.Run(ref reader);
    }

    public readonly int Find() => _walk.IndexOf(Members);

    public void Read(int member, int start)
    {
        switch (Members[member])
        {
            case "query": ReadQuery(); break;
            case "documents": ReadDocuments(); break;
            case "top_n": _head.TopNMember = ReadTopN(start); break;
            default: _head.ReturnsMember = ReadReturns(start); break;
        }
    }

    public readonly ApiError? Close()
    {
        _head.Close();
        return _head.Query.IsAbsent ? ApiErrors.MissingParameter("query", WayOut)
            : _head.Documents.IsAbsent ? ApiErrors.MissingParameter("documents", "Send the texts to rank as a list.")
            : KeepDocuments();
    }

    private void ReadQuery()
    {
        var start = (int)_walk.Json.TokenStartIndex;
        _hasMedia = false;
        var text = ReadText("query");
        if (_walk.Fault is null && text.IsEmpty && !_hasMedia)
        {
            _walk.Fail(ApiErrors.InvalidValue("query", $"is empty. {WayOut}"));
        }

        _head.QueryTokens = TokenEstimate.OfText(text);
        _head.Query = new JsonRange(start, (int)_walk.Json.BytesConsumed - start);
    }

    private void ReadDocuments()
    {
        if (_walk.Json.TokenType != JsonTokenType.StartArray)
        {
            _walk.FailType("documents", "a list of texts or objects");
            return;
        }

        var start = (int)_walk.Json.TokenStartIndex;
        for (var i = 0; _walk.Next() && _walk.Json.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == MaxDocuments)
            {
                _walk.Fail(
                    ApiErrors.InvalidValue("documents", $"holds more than {MaxDocuments} documents. Send them in several requests."));
                return;
            }

            var text = ReadText($"documents[{i}]");
            _head.Add(text.Length, TokenEstimate.OfText(text));
        }

        if (_head.DocumentCount == 0)
        {
            _walk.Fail(ApiErrors.InvalidValue("documents", "is empty. Send at least one text to rank."));
        }

        _head.Documents = new JsonRange(start, (int)_walk.Json.BytesConsumed - start);
    }

    // The text as written in JSON, without its quotes.
    private ReadOnlySpan<byte> ReadText(string param)
    {
        if (_walk.Json.TokenType == JsonTokenType.String)
        {
            // An escaped half of a surrogate pair throws here rather than at a backend.
            _ = _walk.Json.ValueIsEscaped ? _walk.Json.GetString() : null;
            return _walk.Json.ValueSpan;
        }

        if (_walk.Json.TokenType != JsonTokenType.StartObject)
        {
            _walk.FailType(param, "a text or an object");
            return default;
        }

        var start = (int)_walk.Json.TokenStartIndex;
        var document = DocumentText.Read(ref _walk.Json, _body);
        var place = new JsonRange(start, (int)_walk.Json.BytesConsumed - start);
        if (document.HasMedia)
        {
            // No text can replace it, so it is sent as it is: for few rerank models it is known what they see,
            // and a backend that refuses says so.
            _hasMedia = true;
            return default;
        }

        if (document.Text is not [(byte)'"', _, .., (byte)'"'] json)
        {
            _walk.Fail(ApiErrors.InvalidValue(param, $"holds no text. {WayOut}"));
            return default;
        }

        _head.Texts.Add((place, json));
        return json.AsSpan()[1..^1];
    }

    private JsonRange ReadTopN(int start)
    {
        if (_walk.Json.TokenType == JsonTokenType.Number && WholeNumber.TryRead(_walk.Json.ValueSpan, out var top) && top > 0)
        {
            _head.TopN = top;
        }
        else if (_walk.Json.TokenType == JsonTokenType.Number)
        {
            _walk.Fail(ApiErrors.InvalidValue("top_n", "must be a whole number above 0. Leave it out to have all documents ranked."));
        }
        else if (_walk.Json.TokenType != JsonTokenType.Null)
        {
            _walk.FailType("top_n", "a whole number");
        }

        return new JsonRange(start, (int)_walk.Json.BytesConsumed - start);
    }

    private JsonRange ReadReturns(int start)
    {
        if (_walk.Json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            _walk.FailType("return_documents", "true or false");
        }

        _head.ReturnsDocuments = _walk.Json.TokenType == JsonTokenType.True;
        return new JsonRange(start, (int)_walk.Json.BytesConsumed - start);
    }

    // The member that asks for them may come after the documents.
    private readonly ApiError? KeepDocuments()
    {
        if (!_head.ReturnsDocuments)
        {
            return null;
        }

        var json = new Utf8JsonReader(_body.Slice(_head.Documents.Start, _head.Documents.Length));
        json.Read();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            json.Skip();
            var document = _body.Slice(_head.Documents.Start + start, (int)json.BytesConsumed - start);
            _head.Return(document[0] == (byte)'"' ? [.. "{\"text\":"u8, .. document, (byte)'}'] : document.ToArray());
        }

        return null;
    }
}
