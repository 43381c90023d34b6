using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects.DeepSeek;
using Gateway.Simulator.Dialects.LlamaCpp;
using Gateway.Simulator.Dialects.LmStudio;
using Gateway.Simulator.Dialects.Ollama;
using Gateway.Simulator.Dialects.OpenAi;
using Gateway.Simulator.Dialects.SiliconFlow;
using Gateway.Simulator.Dialects.Vllm;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Dialects;

/// <summary>The dialect of each personality.</summary>
internal static class KnownDialects
{
    public static Dialect Of(Personality personality) => personality switch
    {
        Personality.Ollama => new OllamaDialect(),
        Personality.OllamaOld => new OllamaOldDialect(),
        Personality.SiliconFlow => new SiliconFlowDialect(),
        Personality.OpenAi => new OpenAiDialect(),
        Personality.LmStudio => new LmStudioDialect(),
        Personality.LlamaCpp => new LlamaCppDialect(),
        Personality.Vllm => new VllmDialect(),
        Personality.DeepSeek => new DeepSeekDialect(),
    };
}
