using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Operations.Embeddings;

/// <summary>Reads the head of an embeddings request in one pass over its body.</summary>
internal ref struct EmbeddingsHeadReader(ReadOnlySpan<byte> body, EmbeddingsHead head) : IHeadReader
{
    private const int None = -1;
    // The longest vectors of known models have 8,192 numbers.
    private const long MostDimensions = 65536;
    private const string InputIsWhat = "a text, a list of texts, or tokens as a list of numbers or a list of such lists";
    private static readonly string[] Members = ["model", "input", "encoding_format", "dimensions", "truncate"];

    private readonly EmbeddingsHead _head = head;
    private HeadWalk _walk = new(body, head);
    private int _tokens;

    public static string ModelHint => "\"Embedding\"";

    public static string ModelList => "/v1/models?type=embedding";

    [UnscopedRef]
    public ref HeadWalk Walk => ref _walk;

    public readonly ReadOnlySpan<string> Names => Members;

    /// <returns>The error to answer with; null when the body is valid.</returns>
    public static ApiError? Read(ReadOnlySpan<byte> body, EmbeddingsHead head)
    {
        var reader = new EmbeddingsHeadReader(body, head);
        return HeadWalk.Run(ref reader);
    }

    public readonly int Find() => _walk.IndexOf(Members);

    public void Read(int member, int start)
    {
        switch (Members[member])
        {
            case "input": ReadInput(); break;
            case "encoding_format": ReadFormat(start); break;
            case "dimensions": ReadDimensions(); break;
            default:
                _head.SaysTruncate = true;
                _walk.Skip();
                break;
        }
    }

    public readonly ApiError? Close() => _head.Input.IsAbsent ? ApiErrors.MissingParameter("input", $"Send {InputIsWhat}.") : null;

    private void ReadInput()
    {
        var start = (int)_walk.Json.TokenStartIndex;
        if (_walk.Json.TokenType == JsonTokenType.String)
        {
            AddText(None);
        }
        else if (_walk.Json.TokenType == JsonTokenType.StartArray)
        {
            ReadList(start);
        }
        else
        {
            _walk.FailType("input", InputIsWhat);
        }

        _head.Input = new JsonRange(start, (int)_walk.Json.BytesConsumed - start);
    }

    // All items must be of the same kind as the first.
    private void ReadList(int start)
    {
        var kind = JsonTokenType.None;
        for (var i = 0; _walk.Next() && _walk.Json.TokenType != JsonTokenType.EndArray; i++)
        {
            kind = kind == JsonTokenType.None ? _walk.Json.TokenType : kind;
            switch (_walk.Json.TokenType)
            {
                case JsonTokenType.String when kind == JsonTokenType.String: AddText(i); break;
                case JsonTokenType.Number when kind == JsonTokenType.Number: CheckToken(i, None); break;
                case JsonTokenType.StartArray when kind == JsonTokenType.StartArray: AddTokens(i); break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.StartArray:
                    _walk.Fail(
                        ApiErrors.InvalidValue(
                            "input",
                            $"mixes texts and tokens: the first item is {HeadFaults.NameOf(kind)}, the item at {i} is "
                            + $"{HeadFaults.NameOf(_walk.Json.TokenType)}. Send one kind in a request."));
                    break;
                default:
                    _walk.FailType($"input[{i}]", "a text or a list of tokens");
                    break;
            }

            if (kind == JsonTokenType.Number)
            {
                _head.HasTokens = true;
                _tokens = i + 1;
            }
        }

        if (kind == JsonTokenType.None)
        {
            _walk.Fail(ApiErrors.InvalidValue("input", $"is empty. Send {InputIsWhat}."));
        }
        else if (kind == JsonTokenType.Number && _walk.Fault is null)
        {
            // The numbers are themselves the one input.
            _head.Add(new JsonRange(start, (int)_walk.Json.BytesConsumed - start), _tokens);
        }
    }

    private void AddText(int at)
    {
        if (_walk.Json.ValueSpan.IsEmpty)
        {
            _walk.Fail(ApiErrors.InvalidValue(At(at, None), "is an empty text, of which there is no vector. Leave it out."));
            return;
        }

        // An escaped half of a surrogate pair throws here rather than at a backend.
        _ = _walk.Json.ValueIsEscaped ? _walk.Json.GetString() : null;
        _head.Add(_walk.Token, Math.Max(1, TokenEstimate.OfText(_walk.Json.ValueSpan)));
    }

    private void AddTokens(int at)
    {
        var start = (int)_walk.Json.TokenStartIndex;
        var count = 0;
        for (; _walk.Next() && _walk.Json.TokenType != JsonTokenType.EndArray; count++)
        {
            CheckToken(at, count);
        }

        if (count == 0)
        {
            _walk.Fail(ApiErrors.InvalidValue(At(at, None), "is an empty list of tokens, of which there is no vector. Leave it out."));
        }

        _head.HasTokens = true;
        _head.Add(new JsonRange(start, (int)_walk.Json.BytesConsumed - start), count);
    }

    private void CheckToken(int at, int inside)
    {
        if (_walk.Json.TokenType != JsonTokenType.Number)
        {
            _walk.FailType(At(at, inside), "the number of a token");
        }
        else if (!WholeNumber.TryRead(_walk.Json.ValueSpan, out var token) || token is < 0 or > int.MaxValue)
        {
            _walk.Fail(ApiErrors.InvalidValue(At(at, inside), "must be the number of a token: whole and not negative."));
        }
    }

    // Only built for an error: there may be a million tokens.
    private static string At(int at, int inside) => at == None ? "input" : inside == None ? $"input[{at}]" : $"input[{at}][{inside}]";

    private void ReadFormat(int start)
    {
        if (_walk.Json.TokenType == JsonTokenType.String
            && (_walk.Json.ValueTextEquals("float"u8) || _walk.Json.ValueTextEquals("base64"u8)))
        {
            _head.WantsBase64 = _walk.Json.ValueTextEquals("base64"u8);
        }
        else if (_walk.Json.TokenType != JsonTokenType.Null)
        {
            _walk.Fail(ApiErrors.InvalidValue("encoding_format", "must be \"float\" or \"base64\"."));
        }

        _head.Format = new JsonRange(start, (int)_walk.Json.BytesConsumed - start);
    }

    private void ReadDimensions()
    {
        if (_walk.Json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (_walk.Json.TokenType == JsonTokenType.Number
            && WholeNumber.TryRead(_walk.Json.ValueSpan, out var dimensions)
            && dimensions is > 0 and <= MostDimensions)
        {
            _head.Dimensions = dimensions;
        }
        else
        {
            _walk.Fail(ApiErrors.InvalidValue("dimensions", $"must be a whole number from 1 to {MostDimensions}."));
        }
    }
}
