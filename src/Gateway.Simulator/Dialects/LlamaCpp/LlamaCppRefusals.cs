using System.Collections.Frozen;
using Gateway.Simulator.Errors;
using static Gateway.Simulator.Dialects.LlamaCpp.LlamaCppErrors;

namespace Gateway.Simulator.Dialects.LlamaCpp;

/// <summary>llama.cpp's answers to what a template or a model does not support.</summary>
internal static class LlamaCppRefusals
{
    private const string Server = "server_error";
    private const string Parse = "[json.exception.parse_error.101] parse error at line 1, column 60: syntax error while parsing value: ";
    private const string Jinja =
        "\n------------\nWhile executing CallExpression at line 1, column 2 in source:\n\nError: Jinja Exception: ";

    public static readonly FrozenDictionary<string, Func<string, ErrorAnswer>> All = new Dictionary<string, Func<string, ErrorAnswer>>
    {
        // It answers 500 to every exception except those about arguments.
        ["rolesDoNotAlternate"] = _ => Answer(500, Jinja + "Conversation roles must alternate user/assistant/user/assistant/...", Server),
        ["systemNotFirst"] = _ => Answer(500, Jinja + "System message must be at the beginning.", Server),
        ["parseError"] = _ => Answer(500, Parse + "invalid string: surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF", Server),
        ["brokenArguments"] = _ => Answer(500, "Failed to parse tool call arguments as JSON: " + Parse + "unexpected end of input", Server),
        ["tooLarge"] = _ => Answer(
            500, "input (1002 tokens) is too large to process. increase the physical batch size (current batch size: 512)", Server),
        ["noImages"] = _ => Answer(
            500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj", Server),
        ["embeddingModel"] = _ => Answer(500, "the current context does not logits computation. skipping", Server),
        ["loadFailed"] = model => Answer(500, $"model name={model} failed to load", Server),
        ["infillNotSupported"] = _ => Answer(501, "Infill is not supported by this model: prefix token is missing.", "not_supported_error"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
