namespace Gateway.Simulator.Models;

/// <summary>Derives facts from the name of a model. The first row whose part is in the name applies.</summary>
internal static class KnownModels
{
    public static readonly KnownModel Other = new("", "qwen2", "7b", "7.6B", 32768, "tools");

    public static readonly IReadOnlyList<KnownModel> Rows =
    [
        new("rerank", "bert", "", "568M", 8192) { SubType = "reranker", Quantization = "F16" },
        new("qwen3-embedding", "qwen3", "8b", "7.6B", 32768) { SubType = "embedding" },
        new("nomic-embed", "nomic-bert", "", "137M", 2048) { SubType = "embedding", Quantization = "F16" },
        new("bge-m3", "bert", "", "567M", 8192) { SubType = "embedding", Quantization = "F16" },
        new("embed", "bert", "", "335M", 512) { SubType = "embedding", Quantization = "F16" },
        new("kolors", "kolors", "", "2.6B", 256) { SubType = "text-to-image" },
        new("cosyvoice", "qwen2", "0.5b", "0.5B", 4096) { SubType = "text-to-speech" },
        new("sensevoice", "sensevoice", "", "234M", 4096) { SubType = "speech-to-text" },
        new("-t2v-", "wan", "a14b", "27B", 512) { SubType = "text-to-video" },
        new("gpt-oss:20b", "gptoss", "20b", "20.9B", 131072, "tools", "thinking") { Quantization = "MXFP4" },
        new("gpt-oss-20b", "gptoss", "20b", "20.9B", 131072, "tools", "thinking") { Quantization = "MXFP4" },
        new("gpt-oss", "gptoss", "120b", "116.8B", 131072, "tools", "thinking") { Quantization = "MXFP4" },
        new("qwen3-coder", "qwen3moe", "30b", "30.5B", 262144, "tools"),
        new("yi-coder", "llama", "9b", "8.8B", 131072),
        new("coder", "qwen2", "7b", "7.6B", 32768, "tools", "insert"),
        new("qwen2.5vl", "qwen25vl", "7b", "8.3B", 128000, "vision"),
        new("qwen2.5-vl", "qwen25vl", "7b", "8.3B", 128000, "vision"),
        new("qwen3-vl", "qwen3vl", "8b", "8.8B", 262144, "vision", "tools"),
        // A distilled R1 shows the family of its base, which tells it from the real one. All of Ollama's tags are distilled except 671b.
        // Since May 2025, 8b, which is also latest, has another base.
        new("deepseek-r1:671b", "deepseek2", "671b", "671.0B", 163840, "thinking"),
        new("deepseek-r1:8b", "qwen3", "8b", "8.2B", 131072, "thinking"),
        new("deepseek-r1:latest", "qwen3", "8b", "8.2B", 131072, "thinking"),
        new("deepseek-r1:70b", "llama", "70b", "70.6B", 131072, "thinking"),
        new("deepseek-r1:", "qwen2", "7b", "7.6B", 131072, "thinking"),
        new("r1-distill-llama", "llama", "70b", "70.6B", 131072, "thinking"),
        new("r1-distill", "qwen2", "7b", "7.6B", 131072, "thinking"),
        new("deepseek-r1", "deepseek2", "671b", "671.0B", 163840, "tools", "thinking"),
        new("deepseek-reasoner", "deepseek2", "671b", "671.0B", 131072, "tools", "thinking"),
        new("deepseek-chat", "deepseek2", "671b", "671.0B", 131072, "tools"),
        new("deepseek-v3.1", "deepseek2", "671b", "671.0B", 163840, "tools", "thinking"),
        new("deepseek-v3", "deepseek2", "671b", "671.0B", 163840, "tools"),
        new("qwen2.5", "qwen2", "7b", "7.6B", 32768, "tools"),
        new("qwen3", "qwen3", "8b", "8.2B", 40960, "tools", "thinking"),
    ];
}
