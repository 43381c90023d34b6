using System.Text.Json;
using System.Text.Unicode;
using Gateway.Protocol;

namespace Gateway.Operations.Embeddings;

/// <summary>Reads the head of a request for vectors in one pass over its body.</summary>
internal ref struct EmbeddingsHeadReader
{
    private const int MaxModelBytes = 256;
    private const int None = -1;
    private const string InputIsWhat = "a text, a list of texts, or tokens as a list of numbers or a list of such lists";
    private static readonly string[] Names = ["model", "input", "encoding_format", "dimensions", "truncate"];

    private readonly EmbeddingsHead _head;
    private Utf8JsonReader _json;
    private ApiError? _fault;
    private int _seen;
    private int _tokens;

    private EmbeddingsHeadReader(ReadOnlySpan<byte> body, EmbeddingsHead head)
    {
        _head = head;
        _json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RequestHeadReader.MaxDepth });
    }

    /// <returns>The fault to answer with; null when all is well.</returns>
    public static ApiError? Read(ReadOnlySpan<byte> body, EmbeddingsHead head)
    {
        if (!Utf8.IsValid(body))
        {
            return ApiErrors.InvalidJson("it is not valid UTF-8.");
        }

        var reader = new EmbeddingsHeadReader(body, head);
        try
        {
            reader.ReadBody();
        }
        catch (JsonException e)
        {
            return HeadFaults.Of(e, reader._json.CurrentDepth);
        }
        catch (InvalidOperationException)
        {
            return HeadFaults.OfHalfAPair(reader._json.BytesConsumed);
        }

        return reader._fault
            ?? (head.Model.IsAbsent ? ApiErrors.MissingParameter("model", "Name \"Embedding\" or a model; GET /v1/models?type=embedding lists them.") : null)
            ?? (head.Input.IsAbsent ? ApiErrors.MissingParameter("input", $"Send {InputIsWhat}.") : null);
    }

    private void ReadBody()
    {
        if (!Next() || _json.TokenType != JsonTokenType.StartObject)
        {
            Fail(ApiErrors.InvalidJson("it must be one JSON object."));
            return;
        }

        while (Next() && _json.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember();
        }

        _head.End = (int)_json.TokenStartIndex;
        // Anything but white space behind the object makes the reader throw here.
        _ = _fault is null && _json.Read();
    }

    private void ReadMember()
    {
        var key = HeadFaults.IndexOf(ref _json, Names);
        if (key < 0)
        {
            if (FoldedNames.Find(ref _json, Names) is { } name)
            {
                Fail(ApiErrors.FoldedKey(_json.GetString()!, name));
            }

            Skip();
            return;
        }

        if ((_seen & (1 << key)) != 0)
        {
            Fail(ApiErrors.DuplicateKey(Names[key]));
            return;
        }

        _seen |= 1 << key;
        var start = (int)_json.TokenStartIndex;
        Next();
        switch (Names[key])
        {
            case "model": ReadModel(); break;
            case "input": ReadInput(); break;
            case "encoding_format": ReadFormat(start); break;
            case "dimensions": ReadDimensions(); break;
            default:
                _head.SaysTruncate = true;
                Skip();
                break;
        }
    }

    private void ReadModel()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            Fail(ApiErrors.InvalidType("model", "a string", Name));
        }
        else if (_json.ValueSpan.Length is 0 or > MaxModelBytes)
        {
            Fail(ApiErrors.InvalidValue("model", _json.ValueSpan.IsEmpty ? "is empty. Name \"Embedding\" or a model." : $"is longer than {MaxModelBytes} bytes."));
        }
        else
        {
            // Whoever decodes the name later must not be the one to find that it is no text.
            _ = _json.ValueIsEscaped ? _json.GetString() : null;
            _head.Model = Token;
        }
    }

    private void ReadInput()
    {
        var start = (int)_json.TokenStartIndex;
        if (_json.TokenType == JsonTokenType.String)
        {
            AddText(None);
        }
        else if (_json.TokenType == JsonTokenType.StartArray)
        {
            ReadList(start);
        }
        else
        {
            Fail(ApiErrors.InvalidType("input", InputIsWhat, Name));
        }

        _head.Input = new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    // What the first item is, all must be.
    private void ReadList(int start)
    {
        var kind = JsonTokenType.None;
        for (var i = 0; Next() && _json.TokenType != JsonTokenType.EndArray; i++)
        {
            kind = kind == JsonTokenType.None ? _json.TokenType : kind;
            switch (_json.TokenType)
            {
                case JsonTokenType.String when kind == JsonTokenType.String: AddText(i); break;
                case JsonTokenType.Number when kind == JsonTokenType.Number: CheckToken(i, None); break;
                case JsonTokenType.StartArray when kind == JsonTokenType.StartArray: AddTokens(i); break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.StartArray:
                    Fail(ApiErrors.InvalidValue("input", $"mixes texts and tokens: the first item is {HeadFaults.NameOf(kind)}, the item at {i} is {Name}. Send one kind in a request."));
                    break;
                default:
                    Fail(ApiErrors.InvalidType($"input[{i}]", "a text or a list of tokens", Name));
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
            Fail(ApiErrors.InvalidValue("input", $"is empty. Send {InputIsWhat}."));
        }
        else if (kind == JsonTokenType.Number && _fault is null)
        {
            // The numbers themselves are the one input.
            _head.Add(new JsonRange(start, (int)_json.BytesConsumed - start), _tokens);
        }
    }

    private void AddText(int at)
    {
        if (_json.ValueSpan.IsEmpty)
        {
            Fail(ApiErrors.InvalidValue(At(at, None), "is an empty text, of which there is no vector. Leave it out."));
            return;
        }

        // Half of an escaped surrogate pair throws here, and not at a backend.
        _ = _json.ValueIsEscaped ? _json.GetString() : null;
        _head.Add(Token, Math.Max(1, TokenEstimate.OfText(_json.ValueSpan)));
    }

    private void AddTokens(int at)
    {
        var start = (int)_json.TokenStartIndex;
        var count = 0;
        for (; Next() && _json.TokenType != JsonTokenType.EndArray; count++)
        {
            CheckToken(at, count);
        }

        if (count == 0)
        {
            Fail(ApiErrors.InvalidValue(At(at, None), "is an empty list of tokens, of which there is no vector. Leave it out."));
        }

        _head.HasTokens = true;
        _head.Add(new JsonRange(start, (int)_json.BytesConsumed - start), count);
    }

    private void CheckToken(int at, int inside)
    {
        if (_json.TokenType != JsonTokenType.Number)
        {
            Fail(ApiErrors.InvalidType(At(at, inside), "the number of a token", Name));
        }
        else if (!WholeNumber.TryRead(_json.ValueSpan, out var token) || token is < 0 or > int.MaxValue)
        {
            Fail(ApiErrors.InvalidValue(At(at, inside), "must be the number of a token: whole and not negative."));
        }
    }

    // Made for a fault alone: there may be a million tokens.
    private static string At(int at, int inside) => at == None ? "input" : inside == None ? $"input[{at}]" : $"input[{at}][{inside}]";

    private void ReadFormat(int start)
    {
        if (_json.TokenType == JsonTokenType.String && (_json.ValueTextEquals("float"u8) || _json.ValueTextEquals("base64"u8)))
        {
            _head.WantsBase64 = _json.ValueTextEquals("base64"u8);
        }
        else if (_json.TokenType != JsonTokenType.Null)
        {
            Fail(ApiErrors.InvalidValue("encoding_format", "must be \"float\" or \"base64\"."));
        }

        _head.Format = new JsonRange(start, (int)_json.BytesConsumed - start);
    }

    private void ReadDimensions()
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (_json.TokenType == JsonTokenType.Number && WholeNumber.TryRead(_json.ValueSpan, out var dimensions) && dimensions > 0)
        {
            _head.Dimensions = dimensions;
        }
        else
        {
            Fail(ApiErrors.InvalidValue("dimensions", "must be a whole number above 0."));
        }
    }

    private bool Next() => _fault is null && _json.Read();

    private void Skip()
    {
        if (_fault is null)
        {
            _json.Skip();
        }
    }

    private void Fail(ApiError fault) => _fault ??= fault;

    private readonly JsonRange Token => new((int)_json.TokenStartIndex, (int)(_json.BytesConsumed - _json.TokenStartIndex));

    private readonly string Name => HeadFaults.NameOf(_json.TokenType);
}
