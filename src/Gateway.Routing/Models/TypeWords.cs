using System.Text.RegularExpressions;

namespace Gateway.Routing.Models;

// Reads the type of a model from the words of its name. The order matters: `bge-reranker` holds the word of an embedding model,
// `stable-video-diffusion` nearly that of an image model, and `fish-speech-asr` that of a speech model.
internal static partial class TypeWords
{
    public static ModelType Read(string text, string? organisation) => text switch
    {
        // A model with such a word chats, whatever family or work it is named after, unless its name says that it makes something else.
        _ when Talker().IsMatch(text) && !Surely().IsMatch(text) => ModelType.Chat,
        _ when Rerank().IsMatch(text) => ModelType.Rerank,
        _ when Embedding().IsMatch(text) => ModelType.Embedding,
        _ when TextToImage().IsMatch(text) => ModelType.Image,
        _ when Video().IsMatch(text) => ModelType.Video,
        _ when Image().IsMatch(text) => ModelType.Image,
        _ when Transcription().IsMatch(text) => ModelType.Transcription,
        _ when Speech().IsMatch(text) => ModelType.Speech,
        _ => ByOrganisation(organisation),
    };

    // Organisations that publish only one kind of model, under names that do not say which.
    private static ModelType ByOrganisation(string? organisation) => organisation?.ToLowerInvariant() switch
    {
        "cross-encoder" => ModelType.Rerank,
        "sentence-transformers" => ModelType.Embedding,
        "distil-whisper" => ModelType.Transcription,
        "fishaudio" => ModelType.Speech,
        _ => ModelType.Chat,
    };

    [GeneratedRegex(@"(?<![a-z0-9])(?:chat|chatbot|assistant)(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Talker();

    [GeneratedRegex(
        @"embed|rerank|(?<![a-z])(?:tts|asr|stt|t2i|t2v|i2v|i2i)(?![a-z])|transcri(?:be|ption)|speech|diffusion",
        RegexOptions.CultureInvariant)]
    private static partial Regex Surely();

    [GeneratedRegex(@"rerank|(?<![a-z])(?:ze|mono|duo)?rank(?:er)?(?![a-z])|cross-encoder|ms-marco", RegexOptions.CultureInvariant)]
    private static partial Regex Rerank();

    // A word that ends in a digit ends there: `e5`, but not `e500`.
    [GeneratedRegex(
        """
        embed|(?<![a-z0-9])(?:bge|gte|e5|m3e|gtr|uae|stella|labse|acge|text2vec|simcse|contriever|splade|siglip2?|clip
        |colbert[a-z0-9]*|colpali|colqwen[0-9.]*|all-mpnet|voyage|vlm2vec|retrieval|gme|bce|ada-002|sentence-t5
        |paraphrase)(?![a-z]|(?<=[0-9])[0-9])
        |minilm
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Embedding();

    // Wan makes both images and videos: these words mark images.
    [GeneratedRegex(@"(?<![a-z0-9])(?:t2i|i2i|wanx|text2image)(?![a-z])|wanx[0-9.]*-t2i", RegexOptions.CultureInvariant)]
    private static partial Regex TextToImage();

    // The bare word `video` is not enough: Video-LLaVA and the like watch videos but make none.
    [GeneratedRegex(
        """
        (?<![a-z0-9])(?:t2v|text2video|video2world|text2world|i2v|ti2v|v2v|s2v|flf2v|wan[0-9.]*|ltxv?|ltx-[a-z0-9.]+|mochi|allegro
        |svd|sora|veo|kling|seedance|skyreels|framepack|hailuo|vidu|open-sora|animatediff|stable-video|step-video|longcat-video
        |kandinsky-[0-9.]+-video|hunyuan-?video|cogvideox?)(?![a-z])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Video();

    // The word `image` alone is not enough: a model that writes prompts for images makes none. It counts at the end of a name, or before a
    // word that tells the members of a family of image models apart.
    [GeneratedRegex(
        """
        (?<![a-z0-9])(?:flux|stable-diffusion|stable-cascade|sdxl|sd3|sd-turbo|kolors|dall-?e|imagen|hidream|omnigen|seedream
        |cogview|kandinsky|pixart|playground-v|auraflow|sana|ideogram|recraft|janus(?:flow)?|[a-z]{3,}xl|step1x|instaflow
        |dreamshaper|image(?=$|[0-9]|-(?:v?[0-9]|[bf]p?[0-9]|q[0-9]|(?:edit|turbo|layered|lightning|preview|generator|generation|mini|fast
        |max|plus|pro|ultra|latest|gguf|mlx)(?![a-z]))))(?![a-z]|(?<=[0-9])[0-9])|hunyuan-?image
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Image();

    [GeneratedRegex(
        """
        whisper|sensevoice|asr(?![a-z])|paraformer|parakeet|(?<![a-z])canary(?![a-z])|transcri(?:be|ption)|moonshine|wav2vec|hubert
        |(?<![a-z])stt(?![a-z])|speech-to-text|granite-speech|forcedaligner
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Transcription();

    [GeneratedRegex(
        """
        tts|(?<![a-z])(?:cosyvoice|voxcpm|chatterbox|maskgct|maya1|fish-?speech|openaudio|kokoro|bark|parler|orpheus|csm|dia|piper
        |zonos|vibevoice|higgs-audio|musicgen|audiogen|stable-audio|ace-step|speecht5|speech|melo)(?![a-z])|sovits
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Speech();
}
