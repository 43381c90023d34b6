using Gateway.Protocol;

namespace Gateway.Backends.Providers;

/// <summary>Any server that speaks OpenAI's API as OpenAI does.</summary>
internal sealed class OpenAiProvider : Provider
{
    public override string Name => "openai";

    public override BodyMends Mends => BodyMends.NoEmptyTools;
}
