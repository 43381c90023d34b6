using Gateway.Resilience.Hedging;
using Gateway.Routing.Candidates;
using Gateway.Routing.Routes;
using Gateway.Runtime;

namespace Gateway.Requests;

/// <summary>
/// The choice made for a request: where it may go, why, and what it may use there. Steps 4 and 5 of the path write it; all later steps read
/// it.
/// </summary>
internal sealed class Choice(Inquiry inquiry, GatewaySnapshot snapshot)
{
    public Inquiry Inquiry => inquiry;

    /// <summary>The configuration and models under which the choice was made. A reload does not affect it.</summary>
    public GatewaySnapshot Snapshot => snapshot;

    public AskedName Name { get; set; }

    /// <summary>The route behind the name; null when the name has no meaning.</summary>
    public Route? Route { get; set; }

    /// <summary>The source of the routing decision, as a metric label; null until known.</summary>
    public string? RouteSource { get; set; }

    /// <summary>The candidates in the order to try them. A field, because the value is filled in place.</summary>
    public Shortlist Candidates;

    /// <summary>The selection behind the name. Meaningless before the choice.</summary>
    public Selection Selection { get; set; }

    /// <summary>The selection that the first candidate comes from: the same, or the operator's for background requests.</summary>
    public Selection Leading { get; set; }

    /// <summary>How far the choice had to reach for its first candidate; null when there is none.</summary>
    public Stage? Reach => Leading.IsFound ? Leading.Stage : null;

    /// <summary>The handling of the request when its model must be loaded first.</summary>
    public ColdStart ColdStart => Leading.IsFound ? Leading.ColdStart : default;

    /// <summary>
    /// The reason why the request goes where it goes, in a sentence; null when the name led straight to its own candidates.
    /// </summary>
    public string? Decision { get; set; }

    /// <summary>The part of the decision made by a quota, which stays true whoever answers; null when there is none.</summary>
    public string? QuotaDecision { get; set; }

    /// <summary>True when the request can be answered without its tools.</summary>
    public bool HasOptionalTools { get; set; }

    /// <summary>Prompt lengths as counted by backends for their models; null when none was asked.</summary>
    public PromptCounts? Counts { get; set; }

    /// <summary>First-event times behind the requested name; null when it is not hedged.</summary>
    public FirstEventTimes? FirstEvents { get; set; }

    /// <summary>True when another candidate may continue a broken answer.</summary>
    public bool Resumes { get; set; }

    /// <summary>The model that was skipped because it is cold and will be loaded for the next request; null for none.</summary>
    public Candidate? WarmsUp { get; set; }

    public AnswerCaps Caps { get; set; }

    /// <summary>The reservation on its quotas; null when no limit applies.</summary>
    public QuotaHold? Hold { get; set; }
}
