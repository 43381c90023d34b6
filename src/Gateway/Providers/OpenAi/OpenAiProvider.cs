using Gateway.Backends;
using Gateway.Routing.Models;
using Gateway.Wire.Mends;

namespace Gateway.Providers.OpenAi;

/// <summary>Any server that speaks OpenAI's API as OpenAI does.</summary>
internal sealed class OpenAiProvider : Provider
{
    public override string Name => "openai";

    // Whatever server it is.
    public override bool MayCut => true;

    public override bool MayDropSuffix => true;

    public override Demand Takes => AnyDemand | Demand.Infill;

    public override BodyMends Mends => BodyMends.NoEmptyTools;
}
