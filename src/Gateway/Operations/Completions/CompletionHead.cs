using System.Text.Json;
using Gateway.Routing.Models;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Operations.Completions;

/// <summary>The head of a completion request: one or more texts or token lists, and the text after the gap.</summary>
internal sealed class CompletionHead : RequestHead
{
    private const string Shapes = "must be a string, an array of strings, an array of token numbers, or an array of such arrays.";

    private long _prompts;
    private bool _hasTokens;
    private long _longest;

    /// <summary>The only text in an array; absent otherwise.</summary>
    public JsonRange OnlyText { get; private set; }

    public override HeadKeys Reads =>
        HeadKeys.Model | HeadKeys.Stream | HeadKeys.StreamOptions | HeadKeys.MaxTokens | HeadKeys.MaxCompletionTokens | HeadKeys.N
        | HeadKeys.Prompt | HeadKeys.Suffix | HeadKeys.Seed | HeadKeys.TopK;

    public override Demand OwnDemand => (HasSuffix ? Demand.Infill : Demand.None) | (_hasTokens ? Demand.Tokens : Demand.None);

    public override long LongestPrompt => _prompts > 1 ? _longest : PromptTokens;

    /// <summary>The number of answers in total: as many for each prompt as the request asks for.</summary>
    public override long N
    {
        get => base.N * Math.Max(1, _prompts);
        set => base.N = value;
    }

    public override ApiError? ReadPrompt(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            ReadText(ref json);
            return null;
        }

        return json.TokenType == JsonTokenType.StartArray ? ReadArray(ref json) : ApiErrors.InvalidValue("prompt", Shapes);
    }

    private ApiError? ReadArray(ref Utf8JsonReader json)
    {
        var kind = JsonTokenType.None;
        var numbers = 0L;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (kind != JsonTokenType.None && kind != json.TokenType)
            {
                return ApiErrors.InvalidValue("prompt", Shapes);
            }

            kind = json.TokenType;
            switch (kind)
            {
                case JsonTokenType.String:
                    OnlyText = _prompts == 0
                        ? new JsonRange((int)json.TokenStartIndex, (int)(json.BytesConsumed - json.TokenStartIndex))
                        : default;
                    ReadText(ref json);
                    break;
                case JsonTokenType.Number:
                    numbers++;
                    break;
                case JsonTokenType.StartArray when ReadNumbers(ref json) is { } count:
                    Takes(count);
                    break;
                default:
                    return ApiErrors.InvalidValue("prompt", Shapes);
            }
        }

        if (numbers > 0)
        {
            Takes(numbers);
        }

        _hasTokens = kind is JsonTokenType.Number or JsonTokenType.StartArray;
        return kind == JsonTokenType.None ? ApiErrors.InvalidValue("prompt", "is empty. Send the text to go on with.") : null;
    }

    // Reads an array of numbers; null when it holds anything else.
    private static long? ReadNumbers(ref Utf8JsonReader json)
    {
        var count = 0L;
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            count++;
        }

        return json.TokenType == JsonTokenType.EndArray ? count : null;
    }

    private void ReadText(ref Utf8JsonReader json)
    {
        var tokens = TokenEstimate.OfText(json.ValueSpan);
        FirmTokens += (int)(tokens - TokenEstimate.OfPadding(json.ValueSpan));
        Takes(tokens);
    }

    private void Takes(long tokens)
    {
        _prompts++;
        _longest = Math.Max(_longest, tokens);
        PromptTokens += tokens;
    }
}
