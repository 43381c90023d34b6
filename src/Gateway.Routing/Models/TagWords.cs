using System.Text.RegularExpressions;

namespace Gateway.Routing.Models;

// Reads the tags of a chat model from its name. A name cannot tell tools or filling in the middle: many coders cannot fill in (qwen3-coder,
// yi-coder). Tags are promises about chat, so other types of model get none.
internal static partial class TagWords
{
    public static Tag Read(string text, ModelType type, string? ollamaTag)
    {
        if (type != ModelType.Chat)
        {
            return Tag.None;
        }

        var tags = IsBase(text, ollamaTag) ? Tag.None : Tag.Chat;
        tags |= Coder().IsMatch(text) ? Tag.Coder : Tag.None;
        tags |= Math().IsMatch(text) ? Tag.Math : Tag.None;
        tags |= Vision().IsMatch(text) ? Tag.Vision : Tag.None;
        tags |= Audio().IsMatch(text) ? Tag.Audio : Tag.None;
        tags |= Reasoning().IsMatch(text) && !NotReasoning().IsMatch(text) ? Tag.Reasoning : Tag.None;
        return tags;
    }

    // Ollama calls base models `text`, and those of the code families `code`; elsewhere in a name these words say less.
    private static bool IsBase(string text, string? ollamaTag) =>
        Base().IsMatch(text) || (ollamaTag is not null && OllamaBase().IsMatch(ollamaTag.ToLowerInvariant()));

    [GeneratedRegex(
        """
        (?<!(?<!qw)en|de|trans)coder|(?<![a-z])(?:open|nx)?code(?!c(?![a-z]))|codellama|codestral|devstral|(?<![a-z0-9])(?:mellum
        |starchat|kernelllm|openhands|deepswe|replit|refact|swe|kat-dev|kimi-dev|[a-z0-9]*sql)(?![a-z])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Coder();

    [GeneratedRegex(
        @"(?<!after)math|(?<![a-z])(?:prover|llemma|deepscaler|leanstral|autoformali[sz]er|numinamath|minerva)(?![a-z])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Math();

    [GeneratedRegex(
        """
        (?<![a-z])vl[0-9]?(?![a-z])|internvl|vlm|vision|llava|moondream|ocr[0-9]*(?![a-z])|(?<![a-z])(?:omni|multimodal|qvq
        |molmo[0-9]*|idefics[0-9]*|fuyu|florence|ovis[0-9.]*|mllama|bunny|nvila|vila|kosmos|blip[0-9]*|cogagent|docling|smoldocling
        |xcomposer[0-9a-z]*|telemm|ui-tars|computer-use|autoglm|fara|gui|cua|opencua|chandra|vintern|showui|os-atlas|eagle[0-9.]+
        |cosmos-reason[0-9]*|r1v[0-9]*|emu3|internvideo[0-9.]*|videollama[0-9.]*|videochat|flamingo|chameleon|donut|nougat
        |mplug-owl[0-9]*|xgen-mm|mineru[0-9.]*|holo1)(?![a-z])|pixtral|paligemma|(?<=minicpm|step-[0-9]|glm-?[0-9.]{1,4}|glm-edge|aya
        |-)-?v(?![a-z0-9.])|(?<=minicpm)-[vo](?![a-z])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Vision();

    [GeneratedRegex(@"(?<![a-z])(?:audio|voxtral|ultravox|omni|realtime)(?![a-z])|(?<=minicpm)-o(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Audio();

    // Words that end in `r1`, but not `coder1`.
    [GeneratedRegex(
        """
        (?<![a-z0-9])(?:(?:[a-z]*[a-df-z])?r1(?:t2?|v[0-9]?)?|qwq|qvq|z1|o[134]|think|reason|t1|ernie-x1|glm-zero|stratos)(?![a-z0-9])
        |^s1(?:\.[0-9])?-[0-9]|olympiccoder|openmath-nemotron|deepswe|thinking|thinker|reason(?:er|ing|[0-9])|magistral|exaone-deep
        |deepscaler|deepcoder|(?<=marco-|skywork-)o1
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Reasoning();

    [GeneratedRegex(@"(?<![a-z])(?:non?-?(?:thinking|think|reasoning))(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex NotReasoning();

    [GeneratedRegex(@"(?<![a-z0-9])base(?![a-z0-9])|gemma[^ ]{0,60}-pt(?![a-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Base();

    [GeneratedRegex(@"(?<![a-z])(?:text|code)(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex OllamaBase();
}
