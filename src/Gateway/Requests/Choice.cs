using Gateway.Quotas;
using Gateway.Resilience.Hedging;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;
using Gateway.Runtime;

namespace Gateway.Requests;

/// <summary>
/// Where a request may go and why, and what it may use there. Steps 4 and 5 of the path write it, and all later ones read it.
/// </summary>
internal sealed class Choice(Inquiry inquiry, GatewaySnapshot snapshot)
{
    public Inquiry Inquiry => inquiry;

    /// <summary>The configuration and the models of one moment, under which it was made. A reload changes nothing for it.</summary>
    public GatewaySnapshot Snapshot => snapshot;

    public AskedName Name { get; set; }

    /// <summary>The route behind the name; null when it means nothing.</summary>
    public Route? Route { get; set; }

    /// <summary>What decided the way, as a metric's label; null before that is known.</summary>
    public string? RouteSource { get; set; }

    /// <summary>The candidates to try, first choice first. A field, since it is a value that is filled in place.</summary>
    public Shortlist Candidates;

    /// <summary>What was selected behind the name. Of no meaning before that.</summary>
    public Selection Selection { get; set; }

    /// <summary>What the first candidate comes from: the same, or what the operator has for requests that nobody waits for.</summary>
    public Selection Leading { get; set; }

    /// <summary>How far the request had to reach for its first candidate; null when there is none.</summary>
    public Stage? Reach => Leading.IsFound ? Leading.Stage : null;

    /// <summary>What becomes of the request where its model must be loaded first.</summary>
    public ColdStart ColdStart => Leading.IsFound ? Leading.ColdStart : default;

    /// <summary>Why it goes where it goes, in a sentence; null when the name led straight to its own candidates.</summary>
    public string? Decision { get; set; }

    /// <summary>The part of that which is the word of a quota and stays true whoever answers; null for none.</summary>
    public string? QuotaDecision { get; set; }

    /// <summary>Whether the request can be answered without its tools.</summary>
    public bool HasOptionalTools { get; set; }

    /// <summary>Prompt lengths as backends counted them for their models; null where none was asked.</summary>
    public PromptCounts? Counts { get; set; }

    /// <summary>First-event times behind the name that was asked for; null when that is not hedged.</summary>
    public FirstEventTimes? FirstEvents { get; set; }

    /// <summary>Whether the answer may be continued by another candidate when it breaks.</summary>
    public bool Resumes { get; set; }

    /// <summary>The model that was passed over because it is cold, and is to be loaded for the next request; null for none.</summary>
    public Candidate? WarmsUp { get; set; }

    public AnswerCaps Caps { get; set; }

    /// <summary>What is reserved of its quotas; null when no limit holds for it.</summary>
    public QuotaHold? Hold { get; set; }
}
