namespace Gateway.Routing.Models;

// The maker of a model: by the family's name, since many organisations only repackage; else by the organisation.
internal static class Vendors
{
    private static readonly (string Start, string Vendor)[] Families =
    [
        ("qwen", "qwen"), ("qwq", "qwen"), ("qvq", "qwen"), ("codeqwen", "qwen"), ("deepseek", "deepseek-ai"), ("janus", "deepseek-ai"),
        ("meta-llama", "meta"), ("llama", "meta"), ("codellama", "meta"), ("gemma", "google"), ("codegemma", "google"),
        ("paligemma", "google"),
        ("medgemma", "google"), ("embeddinggemma", "google"), ("gemini", "google"), ("gpt-", "openai"), ("whisper", "openai"),
        ("glm", "zai-org"),
        ("chatglm", "zai-org"), ("codegeex", "zai-org"), ("cogv", "zai-org"), ("kimi", "moonshotai"), ("moonlight", "moonshotai"),
        ("mistral", "mistral"), ("mixtral", "mistral"), ("ministral", "mistral"), ("codestral", "mistral"), ("devstral", "mistral"),
        ("magistral", "mistral"), ("mathstral", "mistral"), ("pixtral", "mistral"), ("phi", "microsoft"), ("granite", "ibm"),
        ("command", "cohere"), ("c4ai-command", "cohere"), ("aya", "cohere"), ("yi-", "01-ai"), ("internlm", "internlm"),
        ("internvl", "opengvlab"),
        ("minicpm", "openbmb"), ("minimax", "minimaxai"), ("hunyuan", "tencent"), ("step", "stepfun"), ("ernie", "baidu"),
        ("bge", "baai"), ("nomic", "nomic"), ("text-embedding-nomic", "nomic"), ("bce-", "netease-youdao"),
        ("all-minilm", "sentence-transformers"),
        ("flux", "black-forest-labs"), ("stable-", "stabilityai"), ("sdxl", "stabilityai"), ("sd3", "stabilityai"), ("kolors", "kwai"),
        ("wan2", "wan-ai"), ("z-image", "alibaba"), ("gte-", "alibaba"), ("cosyvoice", "funaudiollm"), ("sensevoice", "funaudiollm"),
        ("fish-speech", "fishaudio"), ("llava", "llava"), ("starcoder", "bigcode"), ("ling-", "inclusionai"), ("ring-", "inclusionai"),
        ("seed-", "bytedance-seed"), ("falcon", "tiiuae"), ("smollm", "huggingfacetb"), ("smolvlm", "huggingfacetb"), ("olmo", "allenai"),
        ("nemotron", "nvidia"), ("exaone", "lgai-exaone"), ("hermes", "nousresearch"), ("mxbai", "mixedbread-ai"),
        ("snowflake", "snowflake"), ("jina", "jinaai"), ("longcat", "meituan-longcat"), ("solar", "upstage"), ("claude", "anthropic"),
    ];

    public static string? Read(string text, string? organisation)
    {
        foreach (var (start, vendor) in Families)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
            {
                return vendor;
            }
        }

        return organisation?.ToLowerInvariant();
    }
}
